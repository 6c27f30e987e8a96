"""Forms generated from parameter specs: one editor for each kind; used by the inspector and by the settings panels."""
