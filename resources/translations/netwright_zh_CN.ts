<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Netwright</name>
    <message>
        <source> (batch, depth, height, width, channels)</source>
        <translation>（批次、深、高、宽、通道）</translation>
    </message>
    <message>
        <source> (batch, height, width, channels)</source>
        <translation>（批次、高、宽、通道）</translation>
    </message>
    <message>
        <source> (batch, steps, channels)</source>
        <translation>（批次、时间步、通道）</translation>
    </message>
    <message>
        <source> (batch, steps, features)</source>
        <translation>（批次、时间步、特征）</translation>
    </message>
    <message>
        <source> in line {line}</source>
        <translation>（第 {line} 行）</translation>
    </message>
    <message>
        <source>&apos;is:&apos; knows {known}; received {value!r}.</source>
        <translation>&apos;is:&apos; 后面可以是 {known}；收到的是 {value!r}。</translation>
    </message>
    <message>
        <source>&apos;shape:&apos; expects sizes like 28x28x? or 64; received {value!r}.</source>
        <translation>&apos;shape:&apos; 后面应为尺寸，例如 28x28x? 或 64；收到的是 {value!r}。</translation>
    </message>
    <message>
        <source>&apos;{a}&apos; to &apos;{b}&apos; would close a cycle.</source>
        <translation>从“{a}”连到“{b}”会形成环。</translation>
    </message>
    <message>
        <source>&apos;{key}:&apos; expects a number like &gt;1e6, 10k or 1k..5k; received {value!r}.</source>
        <translation>&apos;{key}:&apos; 后面应为数字，例如 &gt;1e6、10k 或 1k..5k；收到的是 {value!r}。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; changes the shape of its input so that nothing simple could stand in for it.</source>
        <translation>“{name}”对输入形状的改变无法用简单的层代替。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; changes the shape of its input; bypassed alone, what comes behind would not fit.</source>
        <translation>“{name}”会改变输入的形状；仅旁路它会使后面的层不再匹配。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; has no free input; drop the wire on a port to replace.</source>
        <translation>“{name}”没有空闲的输入；把连线拖到某个端口上可替换原有连线。</translation>
    </message>
    <message>
        <source>&apos;{type}&apos; is not a layer that the installed Keras knows.</source>
        <translation>已安装的 Keras 中没有“{type}”这种层。</translation>
    </message>
    <message>
        <source>({count} more)</source>
        <translation>（另有 {count} 处）</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 个错误</translation>
    </message>
    <message>
        <source>1 input</source>
        <translation>1 个输入</translation>
    </message>
    <message>
        <source>1 layer starts with weights from {source}</source>
        <translation>1 个层从 {source} 的权重开始</translation>
    </message>
    <message>
        <source>1 output</source>
        <translation>1 个输出</translation>
    </message>
    <message>
        <source>1 random sample</source>
        <translation>1 个随机样本</translation>
    </message>
    <message>
        <source>1 target</source>
        <translation>1 个目标</translation>
    </message>
    <message>
        <source>1,797 handwritten digits, 8x8 pixels of 0 to 16, 10 classes</source>
        <translation>1,797 张手写数字图片，8x8 像素，取值 0 到 16，共 10 类</translation>
    </message>
    <message>
        <source>150 flowers, 4 measures in cm, 3 species</source>
        <translation>150 朵花，4 项测量值（厘米），3 个品种</translation>
    </message>
    <message>
        <source>178 wines, 13 chemical measures, 3 cultivars</source>
        <translation>178 种葡萄酒，13 项化学指标，3 个品种</translation>
    </message>
    <message>
        <source>32 bits, as trained</source>
        <translation>32 位，与训练时相同</translation>
    </message>
    <message>
        <source>442 patients, 10 measures, disease progression after a year</source>
        <translation>442 名患者，10 项测量值，一年后的病情进展</translation>
    </message>
    <message>
        <source>569 tumours, 30 measures, malignant or benign</source>
        <translation>569 例肿瘤，30 项测量值，恶性或良性</translation>
    </message>
    <message>
        <source>; a Flatten, Reshape or pooling layer before it can remove dimensions</source>
        <translation>；在它前面加 Flatten、Reshape 或池化层可以减少维度</translation>
    </message>
    <message>
        <source>; a recurrent layer before it must have return_sequences set, or a Reshape adds the dimension</source>
        <translation>；前面的循环层需要设置 return_sequences，或者用 Reshape 补上这个维度</translation>
    </message>
    <message>
        <source>; a Reshape can add the missing dimension</source>
        <translation>；可以用 Reshape 补上缺少的维度</translation>
    </message>
    <message>
        <source>A .json file</source>
        <translation>.json 文件</translation>
    </message>
    <message>
        <source>A .keras file</source>
        <translation>.keras 文件</translation>
    </message>
    <message>
        <source>a .keras, .h5 or .json file of Keras</source>
        <translation>Keras 的 .keras、.h5 或 .json 文件</translation>
    </message>
    <message>
        <source>A .weights.h5 file</source>
        <translation>.weights.h5 权重文件</translation>
    </message>
    <message>
        <source>A .{format} diagram needs Graphviz, but neither the program dot nor the Python package pygraphviz is installed; install one of them, or export .svg.</source>
        <translation>.{format} 结构图需要 Graphviz，但 dot 程序和 Python 包 pygraphviz 都没有安装；请安装其中之一，或导出 .svg。</translation>
    </message>
    <message>
        <source>a 7z archive</source>
        <translation>7z 归档</translation>
    </message>
    <message>
        <source>A batch holds at least one sample. Received: batch_size={batch_size}</source>
        <translation>一个批次至少包含一个样本。实际为：batch_size={batch_size}</translation>
    </message>
    <message>
        <source>A block must repeat at least once. Received: {repeat!r}</source>
        <translation>块至少要重复一次。收到的是：{repeat!r}</translation>
    </message>
    <message>
        <source>A block of this project</source>
        <translation>本项目中的块</translation>
    </message>
    <message>
        <source>A block of your library</source>
        <translation>库中的块</translation>
    </message>
    <message>
        <source>A block&apos;s name cannot be empty or contain &apos;/&apos;. Received: {name!r}</source>
        <translation>块的名称不能为空，也不能包含 &apos;/&apos;。收到的是：{name!r}</translation>
    </message>
    <message>
        <source>a bzip2 archive</source>
        <translation>bzip2 归档</translation>
    </message>
    <message>
        <source>A constant array must hold numbers. Received: dtype {dtype!r}</source>
        <translation>常量数组必须由数字组成。收到的是：dtype {dtype!r}</translation>
    </message>
    <message>
        <source>A constant array of shape {shape} and dtype {dtype} does not fit its {count} bytes.</source>
        <translation>形状为 {shape}、dtype 为 {dtype} 的常量数组与其 {count} 字节的数据不符。</translation>
    </message>
    <message>
        <source>A data source is sklearn:NAME, csv:PATH or npz:PATH. Received: {source!r}</source>
        <translation>数据来源应为 sklearn:NAME、csv:PATH 或 npz:PATH。实际为：{source!r}</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>A delimiter is one character. Received: {given!r}</source>
        <translation>分隔符是单个字符。实际为：{given!r}</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a device, pipe or socket</source>
        <translation>设备、管道或套接字</translation>
    </message>
    <message>
        <source>A diagram cannot be a .{format} file; expected one of {known}.</source>
        <translation>结构图不能是 .{format} 文件；应为 {known} 之一。</translation>
    </message>
    <message>
        <source>A field may stand in an object only once. Received {key!r} twice.</source>
        <translation>同一对象中每个字段只能出现一次。“{key}”出现了两次。</translation>
    </message>
    <message>
        <source>A file of layers holds at most {most} MiB. Received: {file!r} with {size:.1f} MiB.</source>
        <translation>自定义层文件最大为 {most} MiB。收到的是：{file!r}，大小为 {size:.1f} MiB。</translation>
    </message>
    <message>
        <source>A file of layers needs a name that Python can import, such as my_layers.py. Received: {file!r}</source>
        <translation>自定义层文件需要一个 Python 可以导入的名称，例如 my_layers.py。收到的是：{file!r}</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>A folder for TensorFlow and TensorFlow Serving</source>
        <translation>供 TensorFlow 和 TensorFlow Serving 使用的文件夹</translation>
    </message>
    <message>
        <source>a frozen model can be held by a layer alone, not by a parameter of a block</source>
        <translation>冻结的模型只能由层持有，不能由块的参数持有</translation>
    </message>
    <message>
        <source>A function is longer than {most:,} characters; put it into a file of layers.</source>
        <translation>函数超过 {most:,} 个字符；请把它放到自定义层文件中。</translation>
    </message>
    <message>
        <source>A function is missing: {wanted}.</source>
        <translation>缺少函数：{wanted}。</translation>
    </message>
    <message>
        <source>a GGUF file of a language model</source>
        <translation>语言模型的 GGUF 文件</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>GIF 图片</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>gzip 归档</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>JPEG 图片</translation>
    </message>
    <message>
        <source>a key and a value</source>
        <translation>键和值</translation>
    </message>
    <message>
        <source>a key that was not there before</source>
        <translation>之前未出现过的键</translation>
    </message>
    <message>
        <source>a kind of value that Netwright knows</source>
        <translation>Netwright 支持的值类型</translation>
    </message>
    <message>
        <source>A layer can hold a nested model, and the block {block!r} is a function; make it a nested model.</source>
        <translation>层里可以放嵌套模型，而块 {block!r} 是函数；请把它改为嵌套模型。</translation>
    </message>
    <message>
        <source>A layer cannot be inserted into its own wire.</source>
        <translation>层不能插入到它自己的连线中。</translation>
    </message>
    <message>
        <source>A layer cannot be read: expected its class and config, got {data!r}.</source>
        <translation>有一个层无法读取：应有其类和 config，实际为 {data}。</translation>
    </message>
    <message>
        <source>A layer cannot be read: it has no class_name but {data}.</source>
        <translation>有一个层无法读取：没有 class_name，只有 {data}。</translation>
    </message>
    <message>
        <source>A layer cannot feed itself.</source>
        <translation>层不能以自身的输出作为输入。</translation>
    </message>
    <message>
        <source>A layer inside of another</source>
        <translation>层位于另一个层之内</translation>
    </message>
    <message>
        <source>A layer to fold is no longer there; look for repeated structure again.</source>
        <translation>要折叠的某个层已经不在了；请重新查找重复结构。</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>A list is too long</source>
        <translation>列表太长</translation>
    </message>
    <message>
        <source>a list of paths</source>
        <translation>路径列表</translation>
    </message>
    <message>
        <source>a list of {count}</source>
        <translation>含 {count} 项的列表</translation>
    </message>
    <message>
        <source>a LiteRT (TensorFlow Lite) model, which holds no Keras layers</source>
        <translation>LiteRT（TensorFlow Lite）模型，不含 Keras 层</translation>
    </message>
    <message>
        <source>a mapping such as {sample}</source>
        <translation>映射，例如 {sample}</translation>
    </message>
    <message>
        <source>a MATLAB file</source>
        <translation>MATLAB 文件</translation>
    </message>
    <message>
        <source>a model inside a layer has no setting {unknown!r}</source>
        <translation>层内部的模型没有设置“{unknown}”</translation>
    </message>
    <message>
        <source>A model is not read: {reason}.</source>
        <translation>有一个模型未读取：{reason}。</translation>
    </message>
    <message>
        <source>A model of the block {block!r} can stand only inside a layer of the network.</source>
        <translation>块 {block!r} 的模型只能放在网络的某个层之内。</translation>
    </message>
    <message>
        <source>A name cannot be empty.</source>
        <translation>名称不能为空。</translation>
    </message>
    <message>
        <source>A name cannot contain &apos;/&apos;. Received: {name!r}</source>
        <translation>名称不能包含 &apos;/&apos;。收到的是：{name!r}</translation>
    </message>
    <message>
        <source>A nested model has no parameters and does not repeat; remove those first.</source>
        <translation>嵌套模型没有参数，也不能重复；请先去掉这些设置。</translation>
    </message>
    <message>
        <source>A nested model of this project</source>
        <translation>本项目的嵌套模型</translation>
    </message>
    <message>
        <source>A network that fits</source>
        <translation>合适的网络</translation>
    </message>
    <message>
        <source>a node that was not there before</source>
        <translation>之前未出现过的节点</translation>
    </message>
    <message>
        <source>a node, a path, a node, an output and a name</source>
        <translation>节点、路径、节点、输出和名称</translation>
    </message>
    <message>
        <source>a node, x and y</source>
        <translation>节点、x 和 y</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>A number must be finite; others are written as a tagged object. Received: {name}.</source>
        <translation>数值必须是有限的；其他数值要写成带标记的对象。实际为：{name}。</translation>
    </message>
    <message>
        <source>A number must fit into 64 bits. Received: {digits:.40}.</source>
        <translation>数值必须在 64 位以内。实际为：{digits:.40}。</translation>
    </message>
    <message>
        <source>a number of at least {low:g}</source>
        <translation>不小于 {low:g} 的数字</translation>
    </message>
    <message>
        <source>a number of at least {low:g} and at most {high:g}</source>
        <translation>{low:g} 到 {high:g} 之间的数字</translation>
    </message>
    <message>
        <source>a number of at most {high:g}</source>
        <translation>不大于 {high:g} 的数字</translation>
    </message>
    <message>
        <source>a NumPy array (.npy)</source>
        <translation>NumPy 数组（.npy）</translation>
    </message>
    <message>
        <source>A parameter holds something from a file that is not understood here.</source>
        <translation>某个参数中有来自文件、这里无法识别的内容。</translation>
    </message>
    <message>
        <source>A parameter of a layer cannot hold the output of another layer.</source>
        <translation>层的参数不能是另一个层的输出。</translation>
    </message>
    <message>
        <source>A parameter&apos;s name must be a Python name such as filters. Received: {parameter!r}</source>
        <translation>参数名必须是 Python 名称，例如 filters。收到的是：{parameter!r}</translation>
    </message>
    <message>
        <source>A path leaves the layers to fold and comes back, so they cannot be one block.</source>
        <translation>有一条路径离开要折叠的层之后又返回，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>A path leaves the selection and comes back; select the layers on that path as well.</source>
        <translation>有一条路径离开所选范围之后又返回；请把该路径上的层也选中。</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>A picture of the network in one of three styles</source>
        <translation>网络结构图，有三种样式</translation>
    </message>
    <message>
        <source>A picture of {width} × {height} pixels is too large; choose a smaller scale, SVG or PDF.</source>
        <translation>{width} × {height} 像素的图片太大；请选择较小的倍数、SVG 或 PDF。</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>a program or library</source>
        <translation>程序或程序库</translation>
    </message>
    <message>
        <source>A project file holds at most {most} MiB. Received: {size:.1f} MiB.</source>
        <translation>项目文件最大 {most} MiB。实际为：{size:.1f} MiB。</translation>
    </message>
    <message>
        <source>A project holds at most {most:,} layers. Received: {count:,}.</source>
        <translation>一个项目最多包含 {most:,} 个层。实际为：{count:,}。</translation>
    </message>
    <message>
        <source>A project holds integers of at most {most:,} digits. Received a longer one.</source>
        <translation>项目中的整数最多 {most:,} 位。实际更长。</translation>
    </message>
    <message>
        <source>A project holds values nested at most {most} levels deep. Received a deeper one.</source>
        <translation>项目中的值最多嵌套 {most} 层。实际更深。</translation>
    </message>
    <message>
        <source>A project, a Keras model of any version, Python code or a notebook.</source>
        <translation>项目、任意版本的 Keras 模型、Python 代码或笔记本。</translation>
    </message>
    <message>
        <source>a Python literal</source>
        <translation>Python 字面量</translation>
    </message>
    <message>
        <source>a PyTorch file (a pickle, which can run code)</source>
        <translation>PyTorch 文件（pickle，可能运行代码）</translation>
    </message>
    <message>
        <source>a quantity</source>
        <translation>连续数值</translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation>RAR 归档</translation>
    </message>
    <message>
        <source>A run of {epochs} epochs begins.</source>
        <translation>开始训练，共 {epochs} 轮。</translation>
    </message>
    <message>
        <source>A run takes no fit option {name!r}; it takes {known}.</source>
        <translation>运行没有 fit 选项“{name}”；可用的有 {known}。</translation>
    </message>
    <message>
        <source>A SavedModel</source>
        <translation>SavedModel 格式</translation>
    </message>
    <message>
        <source>A script starts from at most {most} files of weights. Received: {count}</source>
        <translation>脚本最多从 {most} 个权重文件开始。实际为：{count}</translation>
    </message>
    <message>
        <source>A script that repeats the run. To read and copy; the model is edited in its own code.</source>
        <translation>可重现一次运行的脚本，供阅读和复制；模型请在其自身的代码中编辑。</translation>
    </message>
    <message>
        <source>A serialized object stands where a plain value was expected; it is not loaded.</source>
        <translation>此处应为普通值，却是一个序列化对象；不会载入它。</translation>
    </message>
    <message>
        <source>A setting of a script holds plain data. Received: {value!r}</source>
        <translation>脚本的设置只能是普通数据。实际为：{value!r}</translation>
    </message>
    <message>
        <source>a shape has no negative sizes, received {shape}</source>
        <translation>形状不能有负数，实际为 {shape}</translation>
    </message>
    <message>
        <source>A size of a tensor is not known</source>
        <translation>张量的某个尺寸未知</translation>
    </message>
    <message>
        <source>A small network that trains: MLP, LeNet, ResNet, LSTM, U-Net and others.</source>
        <translation>可直接训练的小网络：MLP、LeNet、ResNet、LSTM、U-Net 等。</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>a statement has no meaning here</source>
        <translation>有一条语句在此没有意义</translation>
    </message>
    <message>
        <source>A table (.csv, .tsv) or arrays (.npy, .npz)</source>
        <translation>表格（.csv、.tsv）或数组（.npy、.npz）</translation>
    </message>
    <message>
        <source>a tar archive</source>
        <translation>tar 归档</translation>
    </message>
    <message>
        <source>A tensor comes from outside of the model</source>
        <translation>有一个张量来自模型之外</translation>
    </message>
    <message>
        <source>a tensor whose values are not known ({name})</source>
        <translation>值未知的张量（{name}）</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>A text depends on a parameter of a block</source>
        <translation>文本取决于块的参数</translation>
    </message>
    <message>
        <source>a text holds something that is not known</source>
        <translation>文本中包含未知内容</translation>
    </message>
    <message>
        <source>A training script needs a loss; choose one in the training settings. Received: none</source>
        <translation>训练脚本需要损失；请在训练设置中选择。实际为：无</translation>
    </message>
    <message>
        <source>A training script needs data; choose a source such as sklearn:digits or csv:measures.csv. Received: none</source>
        <translation>训练脚本需要数据；请选择 sklearn:digits 或 csv:measures.csv 这样的来源。实际为：无</translation>
    </message>
    <message>
        <source>A value is nested too deeply</source>
        <translation>值的嵌套过深</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number of at least {low:g}</source>
        <translation>不小于 {low:g} 的整数</translation>
    </message>
    <message>
        <source>a whole number of at least {low:g} and at most {high:g}</source>
        <translation>{low:g} 到 {high:g} 之间的整数</translation>
    </message>
    <message>
        <source>a whole number of at most {high:g}</source>
        <translation>不大于 {high:g} 的整数</translation>
    </message>
    <message>
        <source>a Windows program</source>
        <translation>Windows 程序</translation>
    </message>
    <message>
        <source>A wire from {source!r} to {target!r} would close a cycle; recurrence lives inside recurrent layers.</source>
        <translation>从 {source!r} 到 {target!r} 的连线会形成环；循环只能在循环层内部。</translation>
    </message>
    <message>
        <source>A wire must end at an argument. Received: {path!r}</source>
        <translation>连线必须终止于某个参数。收到的是：{path!r}</translation>
    </message>
    <message>
        <source>a wire that was not there before</source>
        <translation>之前未出现过的连线</translation>
    </message>
    <message>
        <source>a wire, or a number</source>
        <translation>连线或数值</translation>
    </message>
    <message>
        <source>A {name} is not read here</source>
        <translation>不支持读取 {name}</translation>
    </message>
    <message>
        <source>A {suffix} file holds no weights; export .keras to keep those of the run.</source>
        <translation>{suffix} 文件不含权重；要保留运行的权重，请导出 .keras。</translation>
    </message>
    <message>
        <source>About Netwright</source>
        <translation>关于 Netwright</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Activations, batch of {batch}</source>
        <translation>激活值（批大小 {batch}）</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Adapting</source>
        <translation>正在适配数据</translation>
    </message>
    <message>
        <source>Adapting layers to the training data</source>
        <translation>正在根据训练数据适配层</translation>
    </message>
    <message>
        <source>adapting the model to the data</source>
        <translation>根据数据适配模型</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add a dot</source>
        <translation>添加转折点</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>添加层</translation>
    </message>
    <message>
        <source>Add a layer behind {name}</source>
        <translation>在 {name} 之后添加层</translation>
    </message>
    <message>
        <source>Add a layer between {a} and {b}</source>
        <translation>在 {a} 与 {b} 之间添加层</translation>
    </message>
    <message>
        <source>Add a layer that feeds {name}</source>
        <translation>添加输入到 {name} 的层</translation>
    </message>
    <message>
        <source>Add a layer that fits</source>
        <translation>添加匹配的层</translation>
    </message>
    <message>
        <source>Add another call of the selected layers: both use the same weights</source>
        <translation>再次调用所选层，两次调用共用同一组权重</translation>
    </message>
    <message>
        <source>Add custom layers</source>
        <translation>添加自定义层</translation>
    </message>
    <message>
        <source>Add custom layers…</source>
        <translation>添加自定义层…</translation>
    </message>
    <message>
        <source>Add frame</source>
        <translation>添加注释框</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>添加按键</translation>
    </message>
    <message>
        <source>Add layers to see their code, or write it here.</source>
        <translation>添加层即可看到其代码，也可以直接在此编写。</translation>
    </message>
    <message>
        <source>Add layers to see their diagram.</source>
        <translation>添加层后，这里会显示结构图。</translation>
    </message>
    <message>
        <source>Add layer…</source>
        <translation>添加层…</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加便签</translation>
    </message>
    <message>
        <source>Add the layers of {name}</source>
        <translation>添加 {name} 中的层</translation>
    </message>
    <message>
        <source>Add to the graph</source>
        <translation>添加到图中</translation>
    </message>
    <message>
        <source>Add to {name}</source>
        <translation>添加到 {name}</translation>
    </message>
    <message>
        <source>Add {count} dots</source>
        <translation>添加 {count} 个转折点</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Added last</source>
        <translation>最近添加</translation>
    </message>
    <message>
        <source>adds {layers} before it</source>
        <translation>会先添加 {layers}</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Align {count} layers</source>
        <translation>对齐 {count} 层</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>all in 8 bits (measured on the data)</source>
        <translation>全部 8 位（用数据测定范围）</translation>
    </message>
    <message>
        <source>all its layers, in a new project</source>
        <translation>全部层，放入新项目</translation>
    </message>
    <message>
        <source>All that can be opened</source>
        <translation>所有可打开的文件</translation>
    </message>
    <message>
        <source>All {planned} epochs are done.</source>
        <translation>全部 {planned} 轮已完成。</translation>
    </message>
    <message>
        <source>All {planned} epochs are done; epoch {best} was the best.</source>
        <translation>全部 {planned} 轮已完成；第 {best} 轮最佳。</translation>
    </message>
    <message>
        <source>Also Shift and a click on the left end of a card</source>
        <translation>也可按住 Shift 点击卡片左端</translation>
    </message>
    <message>
        <source>Also Shift and a click on the right end of a card</source>
        <translation>也可按住 Shift 点击卡片右端</translation>
    </message>
    <message>
        <source>Alt and click the port or wire</source>
        <translation>按住 Alt 点击端口或连线</translation>
    </message>
    <message>
        <source>Alt and drag the card</source>
        <translation>按住 Alt 拖动卡片</translation>
    </message>
    <message>
        <source>Alt while dragging</source>
        <translation>拖动时按住 Alt</translation>
    </message>
    <message>
        <source>Alt while dragging its title</source>
        <translation>拖动标题时按住 Alt</translation>
    </message>
    <message>
        <source>Alt, right button: drag from card to card</source>
        <translation>按住 Alt，用右键从卡片拖到卡片</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>An .h5 file</source>
        <translation>.h5 文件</translation>
    </message>
    <message>
        <source>An argument to remove must be named.</source>
        <translation>必须指明要删除的参数。</translation>
    </message>
    <message>
        <source>an array of {dtype}</source>
        <translation>{dtype} 数组</translation>
    </message>
    <message>
        <source>An array of {dtype} is not held in a project</source>
        <translation>项目中不保存 {dtype} 数组</translation>
    </message>
    <message>
        <source>an ellipsis</source>
        <translation>省略号</translation>
    </message>
    <message>
        <source>an empty object</source>
        <translation>空对象</translation>
    </message>
    <message>
        <source>an expression of a block holds a constant that is no number or text</source>
        <translation>块的表达式中有一个常量既不是数值也不是文本</translation>
    </message>
    <message>
        <source>an id that was not there before</source>
        <translation>之前未出现过的编号</translation>
    </message>
    <message>
        <source>an index such as :, 0</source>
        <translation>索引，例如 :, 0</translation>
    </message>
    <message>
        <source>an input</source>
        <translation>一个输入</translation>
    </message>
    <message>
        <source>An input cannot become a layer nor a layer an input. Received: {name!r}, {type!r}</source>
        <translation>输入不能变成层，层也不能变成输入。收到的是：{name!r}, {type!r}</translation>
    </message>
    <message>
        <source>An int8 export measures its numbers on the project&apos;s data, and none are chosen; choose data first.</source>
        <translation>int8 导出需要用项目的数据来确定数值范围，但尚未选择数据；请先选择数据。</translation>
    </message>
    <message>
        <source>An int8 file needs samples that its numbers are measured on; choose the project&apos;s data first, or export with dynamic or no quantisation.</source>
        <translation>int8 文件需要样本来确定数值范围；请先选择项目的数据，或以动态量化或不量化的方式导出。</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>An integer may have at most {most:,} digits. Received: {count:,} digits.</source>
        <translation>整数最多 {most:,} 位。实际为：{count:,} 位。</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>an object with the fields {fields}</source>
        <translation>含字段 {fields} 的对象</translation>
    </message>
    <message>
        <source>an object without tags</source>
        <translation>不带标记的对象</translation>
    </message>
    <message>
        <source>an older Keras</source>
        <translation>旧版 Keras</translation>
    </message>
    <message>
        <source>An output index cannot be negative. Received: {output}</source>
        <translation>输出序号不能为负。收到的是：{output}</translation>
    </message>
    <message>
        <source>an output of 0 or more</source>
        <translation>大于等于 0 的输出编号</translation>
    </message>
    <message>
        <source>an unknown function</source>
        <translation>未知函数</translation>
    </message>
    <message>
        <source>an xz archive</source>
        <translation>xz 归档</translation>
    </message>
    <message>
        <source>Another block is named {block!r} already.</source>
        <translation>已有另一个块名为 {block!r}。</translation>
    </message>
    <message>
        <source>Another layer is named {name!r} already; layer names must be unique.</source>
        <translation>已有另一个层名为 {name!r}；层的名称必须唯一。</translation>
    </message>
    <message>
        <source>Architecture only</source>
        <translation>仅结构</translation>
    </message>
    <message>
        <source>Arguments of the call</source>
        <translation>调用参数</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>自动排列</translation>
    </message>
    <message>
        <source>Arrange the selected layers, or all</source>
        <translation>自动排列所选层；未选择时排列全部</translation>
    </message>
    <message>
        <source>Array files</source>
        <translation>数组文件</translation>
    </message>
    <message>
        <source>Arrays to predict: {names}.</source>
        <translation>要预测的数组：{names}。</translation>
    </message>
    <message>
        <source>Arrays to train on: {names}.</source>
        <translation>用来训练的数组：{names}。</translation>
    </message>
    <message>
        <source>Arrives: {shape}</source>
        <translation>输入：{shape}</translation>
    </message>
    <message>
        <source>As</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>as chosen</source>
        <translation>按所选</translation>
    </message>
    <message>
        <source>as on the canvas</source>
        <translation>与画布相同</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>as training starts: {names}</source>
        <translation>与训练起点相同：{names}</translation>
    </message>
    <message>
        <source>At least one epoch is needed. Received: epochs={epochs}</source>
        <translation>至少需要训练一轮。实际为：epochs={epochs}</translation>
    </message>
    <message>
        <source>at least {count} dimensions</source>
        <translation>至少 {count} 维</translation>
    </message>
    <message>
        <source>at most {most} levels of nesting</source>
        <translation>最多 {most} 层嵌套</translation>
    </message>
    <message>
        <source>at most {most} levels of values inside values</source>
        <translation>值的嵌套最多 {most} 层</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>base64 text</source>
        <translation>base64 文本</translation>
    </message>
    <message>
        <source>Batch renormalization of {name!r} is gone from Keras; its predictions are the same, training is not.</source>
        <translation>Keras 已不再支持“{name}”的批次重归一化；其预测相同，训练则不同。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>begins with nothing but zeros and may be damaged; expected {files}</source>
        <translation>以全零开头，可能已损坏；应为 {files}</translation>
    </message>
    <message>
        <source>Bend a wire</source>
        <translation>弯折连线</translation>
    </message>
    <message>
        <source>Best epoch {epoch}: {figures}.</source>
        <translation>最佳为第 {epoch} 轮：{figures}。</translation>
    </message>
    <message>
        <source>best {epoch}</source>
        <translation>第 {epoch} 轮最佳</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>block</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>Blocks are nested more than 50 deep.</source>
        <translation>块的嵌套超过 50 层。</translation>
    </message>
    <message>
        <source>Blocks are nested {depth} deep; at most 50 levels are supported.</source>
        <translation>块嵌套了 {depth} 层；最多支持 50 层。</translation>
    </message>
    <message>
        <source>Blocks can be made in the main graph; go back to it first.</source>
        <translation>只能在主图中创建块；请先返回主图。</translation>
    </message>
    <message>
        <source>Blocks can be written out in the main graph; go back to it first.</source>
        <translation>只能在主图中展开块；请先返回主图。</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Bookmark {number} is set.</source>
        <translation>已设置书签 {number}。</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Bottom edges</source>
        <translation>下边缘</translation>
    </message>
    <message>
        <source>Breast cancer</source>
        <translation>乳腺癌</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>构建</translation>
    </message>
    <message>
        <source>Building the model</source>
        <translation>正在构建模型</translation>
    </message>
    <message>
        <source>building the model</source>
        <translation>构建模型</translation>
    </message>
    <message>
        <source>Building the model…</source>
        <translation>正在构建模型…</translation>
    </message>
    <message>
        <source>Bundled data sets</source>
        <translation>内置数据集</translation>
    </message>
    <message>
        <source>by signal {status}</source>
        <translation>因信号 {status} 终止</translation>
    </message>
    <message>
        <source>By {shown} the model would come from a file</source>
        <translation>按 {shown}，模型会来自文件</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>旁路</translation>
    </message>
    <message>
        <source>Bypass or take part again</source>
        <translation>旁路或恢复</translation>
    </message>
    <message>
        <source>Bypass with a 1×1 projection</source>
        <translation>旁路并加 1×1 投影</translation>
    </message>
    <message>
        <source>Bypass with a projection</source>
        <translation>旁路并加投影</translation>
    </message>
    <message>
        <source>bypassed</source>
        <translation>已旁路</translation>
    </message>
    <message>
        <source>Bypassed: its input goes on as it is.</source>
        <translation>已旁路：输入原样向后传递。</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Call again with shared weights</source>
        <translation>共享权重再次调用</translation>
    </message>
    <message>
        <source>Call {count} layers again</source>
        <translation>再次调用 {count} 个层</translation>
    </message>
    <message>
        <source>Call {name} again</source>
        <translation>再次调用 {name}</translation>
    </message>
    <message>
        <source>Called {count} times: all calls share these weights.</source>
        <translation>共调用 {count} 次，所有调用共享这组权重。</translation>
    </message>
    <message>
        <source>called {old} times, now {new} times</source>
        <translation>原调用 {old} 次，现调用 {new} 次</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>cannot be read as a model: {message}</source>
        <translation>无法作为模型读取：{message}</translation>
    </message>
    <message>
        <source>cannot be read: {said}</source>
        <translation>无法读取：{said}</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Canvas only</source>
        <translation>仅显示画布</translation>
    </message>
    <message>
        <source>Cards go to new places at once. Always so where the system asks for it.</source>
        <translation>卡片直接移到新位置，不显示动画。系统要求减少动画时总是如此。</translation>
    </message>
    <message>
        <source>Cards snap to their neighbours</source>
        <translation>卡片与邻近卡片对齐吸附</translation>
    </message>
    <message>
        <source>cell {cell}, line {line}</source>
        <translation>第 {cell} 个单元格第 {line} 行</translation>
    </message>
    <message>
        <source>Change how inputs are passed</source>
        <translation>更改输入的传入方式</translation>
    </message>
    <message>
        <source>Change how outputs are returned</source>
        <translation>更改输出的返回方式</translation>
    </message>
    <message>
        <source>Change the colour</source>
        <translation>更改颜色</translation>
    </message>
    <message>
        <source>Change the kind of block</source>
        <translation>更改块的类型</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Changed since the last training.</source>
        <translation>上次训练后已更改。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>check the data for extreme values, lower the learning rate, or clip gradients (clipnorm of the optimizer)</source>
        <translation>请检查数据中的极端值、降低学习率或裁剪梯度（优化器的 clipnorm）</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a table, arrays or bundled data, and begin with a network that fits</source>
        <translation>选择表格、数组或自带数据，从合适的网络开始</translation>
    </message>
    <message>
        <source>Choose bundled data or open a .csv or .npz file to train on.</source>
        <translation>请选择内置数据，或打开 .csv 或 .npz 文件用于训练。</translation>
    </message>
    <message>
        <source>Choose data</source>
        <translation>选择数据</translation>
    </message>
    <message>
        <source>Choose from all layers</source>
        <translation>从所有层中选择</translation>
    </message>
    <message>
        <source>Choose the data to train on first.</source>
        <translation>请先选择训练数据。</translation>
    </message>
    <message>
        <source>Choose the data to train on; the network is made to fit them.</source>
        <translation>选择训练数据，再据此设计网络。</translation>
    </message>
    <message>
        <source>Choose what is trained</source>
        <translation>选择训练哪些层</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>class numbers</source>
        <translation>类别编号</translation>
    </message>
    <message>
        <source>Class numbers, or one column per class.</source>
        <translation>用类别编号，还是每个类别一列。</translation>
    </message>
    <message>
        <source>Class weights are &apos;balanced&apos; or a weight for each class. Received: {value!r}</source>
        <translation>类别权重应为 &apos;balanced&apos; 或每个类别的权重。实际为：{value!r}</translation>
    </message>
    <message>
        <source>Class weights need a single target that is classes.</source>
        <translation>类别权重要求只有一个目标，且目标是类别。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Classes in it</source>
        <translation>其中的类</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Click its badge; Enter applies the first fix</source>
        <translation>点击其标记；按 Enter 应用第一个修复</translation>
    </message>
    <message>
        <source>Click the chevron in the corner of the card</source>
        <translation>点击卡片角上的箭头</translation>
    </message>
    <message>
        <source>clipboard content</source>
        <translation>剪贴板内容</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Code of the whole project; the open block {name} is part of it.</source>
        <translation>整个项目的代码；打开的块 {name} 是其中一部分。</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Collapse or expand</source>
        <translation>折叠或展开</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Comment frame</source>
        <translation>注释框</translation>
    </message>
    <message>
        <source>Comment out or in</source>
        <translation>注释或取消注释</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Compare with a file…</source>
        <translation>与文件比较…</translation>
    </message>
    <message>
        <source>Compare with a run</source>
        <translation>与运行比较</translation>
    </message>
    <message>
        <source>Compare with a run…</source>
        <translation>与运行比较…</translation>
    </message>
    <message>
        <source>Compare with the original</source>
        <translation>与原模型比较</translation>
    </message>
    <message>
        <source>Compare with {name}</source>
        <translation>与 {name} 比较</translation>
    </message>
    <message>
        <source>Compare {name}</source>
        <translation>比较 {name}</translation>
    </message>
    <message>
        <source>Compared with {original!r} on {count}.</source>
        <translation>已与“{original}”在 {count} 上比对。</translation>
    </message>
    <message>
        <source>Comparing with {name!r} was cancelled.</source>
        <translation>与“{name}”的比对已取消。</translation>
    </message>
    <message>
        <source>compile option {name}</source>
        <translation>编译选项 {name}</translation>
    </message>
    <message>
        <source>Compiling</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>compiling the model</source>
        <translation>编译模型</translation>
    </message>
    <message>
        <source>Connect anyway</source>
        <translation>仍然连接</translation>
    </message>
    <message>
        <source>Connect selected</source>
        <translation>连接所选层</translation>
    </message>
    <message>
        <source>Connect through {name}</source>
        <translation>经由 {name} 连接</translation>
    </message>
    <message>
        <source>Connect to {name}</source>
        <translation>连接到 {name}</translation>
    </message>
    <message>
        <source>Connect two layers</source>
        <translation>连接两个层</translation>
    </message>
    <message>
        <source>Connect {a} to {b}</source>
        <translation>连接 {a} 到 {b}</translation>
    </message>
    <message>
        <source>Connect {count} layers</source>
        <translation>连接 {count} 个层</translation>
    </message>
    <message>
        <source>constraint</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>conv, 卷积, lstm …</source>
        <translation>卷积、juanji、conv…</translation>
    </message>
    <message>
        <source>ConvRecurrent2D was the base of convolutional recurrent layers; use ConvLSTM2D.</source>
        <translation>ConvRecurrent2D 是卷积循环层的基类；请使用 ConvLSTM2D。</translation>
    </message>
    <message>
        <source>Copied as a picture</source>
        <translation>已复制为图片</translation>
    </message>
    <message>
        <source>Copied as code: {count} lines</source>
        <translation>已复制为代码：{count} 行</translation>
    </message>
    <message>
        <source>Copied {count} layers</source>
        <translation>已复制 {count} 个层</translation>
    </message>
    <message>
        <source>Copied {name}</source>
        <translation>已复制 {name}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy as code</source>
        <translation>复制为代码</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Ctrl and Alt, drag on the empty canvas</source>
        <translation>按住 Ctrl 和 Alt 在画布空白处拖动</translation>
    </message>
    <message>
        <source>Ctrl and drag the card</source>
        <translation>按住 Ctrl 拖动卡片</translation>
    </message>
    <message>
        <source>Ctrl and drag the port</source>
        <translation>按住 Ctrl 拖动端口</translation>
    </message>
    <message>
        <source>Ctrl and the wheel always zoom; the middle button always pans.</source>
        <translation>Ctrl 加滚轮始终缩放，按住中键始终平移。</translation>
    </message>
    <message>
        <source>Ctrl, right button: drag across; or Alt and drag</source>
        <translation>按住 Ctrl 用右键划过，或按住 Alt 划过</translation>
    </message>
    <message>
        <source>current</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Cut a wire</source>
        <translation>剪断一条连线</translation>
    </message>
    <message>
        <source>Cut wires</source>
        <translation>剪断连线</translation>
    </message>
    <message>
        <source>Cut {count} layers</source>
        <translation>剪切 {count} 个层</translation>
    </message>
    <message>
        <source>Cut {count} wires</source>
        <translation>剪断 {count} 条连线</translation>
    </message>
    <message>
        <source>Cut {name}</source>
        <translation>剪切 {name}</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data files</source>
        <translation>数据文件</translation>
    </message>
    <message>
        <source>Data is not held in a project</source>
        <translation>项目中不保存数据</translation>
    </message>
    <message>
        <source>Data is not held in a project; the input {key!r} of {name!r} is not connected.</source>
        <translation>项目中不保存数据；“{name}”的输入“{key}”未连接。</translation>
    </message>
    <message>
        <source>Data…</source>
        <translation>数据…</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>default: {value}</source>
        <translation>默认：{value}</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete 1 unused layer</source>
        <translation>删除 1 个未使用的层</translation>
    </message>
    <message>
        <source>Delete and reconnect</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <source>Delete the layers and join the wires around them</source>
        <translation>删除所选层，并将其前后的连线接上</translation>
    </message>
    <message>
        <source>Delete the layers that no output depends on</source>
        <translation>删除没有任何输出依赖的层</translation>
    </message>
    <message>
        <source>Delete unused layers</source>
        <translation>删除未使用的层</translation>
    </message>
    <message>
        <source>Delete {count} layers</source>
        <translation>删除 {count} 个层</translation>
    </message>
    <message>
        <source>Delete {count} layers and reconnect</source>
        <translation>删除 {count} 个层并重新连接</translation>
    </message>
    <message>
        <source>Delete {count} unused layers</source>
        <translation>删除 {count} 个未使用的层</translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>Delete {name} and reconnect</source>
        <translation>删除 {name} 并重新连接</translation>
    </message>
    <message>
        <source>DenseFeatures turned feature columns into one tensor; use an Input per column with CategoryEncoding, Normalization or Embedding.</source>
        <translation>DenseFeatures 将特征列合成一个张量；请为每列使用一个输入（Input），配合 CategoryEncoding、Normalization 或 Embedding。</translation>
    </message>
    <message>
        <source>DeviceWrapper ran a recurrent cell on a chosen device; use the cell itself.</source>
        <translation>DeviceWrapper 在指定设备上运行循环单元；请直接使用该单元。</translation>
    </message>
    <message>
        <source>Diabetes</source>
        <translation>糖尿病</translation>
    </message>
    <message>
        <source>Diagram</source>
        <translation>结构图</translation>
    </message>
    <message>
        <source>did you mean {near}?</source>
        <translation>是不是想用 {near}？</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Dimensions, batch included: {ranks}</source>
        <translation>维数（含批次）：{ranks}</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连线</translation>
    </message>
    <message>
        <source>Disconnect selected</source>
        <translation>断开所选层</translation>
    </message>
    <message>
        <source>Disconnect {a} from {b}</source>
        <translation>断开 {a} 与 {b}</translation>
    </message>
    <message>
        <source>Disconnect {count} layers</source>
        <translation>断开 {count} 个层</translation>
    </message>
    <message>
        <source>Disconnect {count} wires</source>
        <translation>断开 {count} 条连线</translation>
    </message>
    <message>
        <source>Disconnect {name}</source>
        <translation>断开 {name}</translation>
    </message>
    <message>
        <source>Distribute {count} layers</source>
        <translation>等距分布 {count} 层</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Don&apos;t save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Done again: {label}</source>
        <translation>已重做：{label}</translation>
    </message>
    <message>
        <source>Double-click it</source>
        <translation>双击它</translation>
    </message>
    <message>
        <source>Double-click it; or Shift, right button: drag across</source>
        <translation>双击连线，或按住 Shift 用右键划过</translation>
    </message>
    <message>
        <source>Double-click on the empty canvas</source>
        <translation>双击画布空白处</translation>
    </message>
    <message>
        <source>Drag a port onto the empty canvas</source>
        <translation>把端口拖到画布空白处</translation>
    </message>
    <message>
        <source>Drag on the empty canvas; Shift adds, Ctrl toggles</source>
        <translation>在画布空白处拖动；Shift 添加，Ctrl 切换</translation>
    </message>
    <message>
        <source>Drag the wire near its end</source>
        <translation>在连线端点附近拖动</translation>
    </message>
    <message>
        <source>Drag to move over the graph, turn the wheel to zoom</source>
        <translation>拖动以移动视图，滚轮缩放</translation>
    </message>
    <message>
        <source>Draw the diagram</source>
        <translation>绘制结构图</translation>
    </message>
    <message>
        <source>Drawn from right to left it takes what it touches, as otherwise both ways.</source>
        <translation>从右向左拖动时，选中框所碰到的内容；未勾选时两个方向都如此。</translation>
    </message>
    <message>
        <source>Draws diagrams; without it Netwright draws them itself.</source>
        <translation>用于绘制结构图；没有它时由 Netwright 自行绘制。</translation>
    </message>
    <message>
        <source>Drop it on the wire; with Alt it stays beside</source>
        <translation>放到连线上；按住 Alt 则只放在旁边</translation>
    </message>
    <message>
        <source>Drop to open.</source>
        <translation>松开即可打开。</translation>
    </message>
    <message>
        <source>DropoutWrapper put dropout around a recurrent cell; the cells have dropout settings.</source>
        <translation>DropoutWrapper 为循环单元添加 dropout；单元自身就有 dropout 设置。</translation>
    </message>
    <message>
        <source>Dtype policy</source>
        <translation>数据类型策略</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Duplicate with inputs</source>
        <translation>连同输入一起复制</translation>
    </message>
    <message>
        <source>Duplicate {count} layers</source>
        <translation>创建 {count} 个层的副本</translation>
    </message>
    <message>
        <source>Duplicate {name}</source>
        <translation>创建 {name} 的副本</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>早期版本</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit code</source>
        <translation>编辑代码</translation>
    </message>
    <message>
        <source>Edit note</source>
        <translation>编辑便签</translation>
    </message>
    <message>
        <source>Edit parameters</source>
        <translation>编辑参数</translation>
    </message>
    <message>
        <source>EinsumDense over the patches</source>
        <translation>作用于图块的 EinsumDense</translation>
    </message>
    <message>
        <source>Enter adds · with Ctrl it adds and stays · Esc closes</source>
        <translation>Enter 添加 · 按住 Ctrl 则添加后继续 · Esc 关闭</translation>
    </message>
    <message>
        <source>Enter begins a line, with Ctrl it keeps the text; Escape drops it.</source>
        <translation>Enter 换行，按住 Ctrl 时保留文字；Esc 放弃。</translation>
    </message>
    <message>
        <source>Enter keeps the text, Escape drops it.</source>
        <translation>Enter 保留文字，Esc 放弃。</translation>
    </message>
    <message>
        <source>Enter replaces · Esc closes</source>
        <translation>Enter 替换 · Esc 关闭</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>epoch {epoch} / {epochs}</source>
        <translation>第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>Epoch {epoch}: {figures}</source>
        <translation>第 {epoch} 轮：{figures}</translation>
    </message>
    <message>
        <source>Equal gaps across</source>
        <translation>水平等距分布</translation>
    </message>
    <message>
        <source>Equal gaps down</source>
        <translation>垂直等距分布</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Evaluating the best weights on {samples} test samples</source>
        <translation>正在用 {samples} 个测试样本评估最佳权重</translation>
    </message>
    <message>
        <source>Every edit becomes a step here; click one to go back to it.</source>
        <translation>每次编辑都会成为这里的一步；点击某一步即可回到那里。</translation>
    </message>
    <message>
        <source>Every layer leads to an output; there is nothing to delete.</source>
        <translation>每一层都通向某个输出，没有可删除的层。</translation>
    </message>
    <message>
        <source>every layer may have code of its own</source>
        <translation>任何层都可以有自己的代码</translation>
    </message>
    <message>
        <source>Every row of {source} has a gap; no row is left.</source>
        <translation>{source} 的每一行都有缺失值，没有剩余的行。</translation>
    </message>
    <message>
        <source>Every step since the project was opened, to go back to</source>
        <translation>项目打开以来的每一步，可随时返回</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>expected one lambda expression or one def</source>
        <translation>应为一个 lambda 表达式或一个 def</translation>
    </message>
    <message>
        <source>expected one of {known}.</source>
        <translation>应为以下之一：{known}。</translation>
    </message>
    <message>
        <source>expected {files}</source>
        <translation>应为 {files}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export code…</source>
        <translation>导出代码…</translation>
    </message>
    <message>
        <source>Export diagram…</source>
        <translation>导出结构图…</translation>
    </message>
    <message>
        <source>Export model…</source>
        <translation>导出模型…</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Export picture of the canvas…</source>
        <translation>导出画布图片…</translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
    </message>
    <message>
        <source>Exported {name}.</source>
        <translation>已导出 {name}。</translation>
    </message>
    <message>
        <source>Exporting {name}…</source>
        <translation>正在导出 {name}…</translation>
    </message>
    <message>
        <source>F5 trains the model; how it goes is shown here.</source>
        <translation>按 F5 训练模型，过程显示在这里。</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>feature</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>File type</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>File with weights</source>
        <translation>权重文件</translation>
    </message>
    <message>
        <source>files of this kind do not keep all that it needs</source>
        <translation>这类文件没有保存所需的全部内容</translation>
    </message>
    <message>
        <source>Filter by name or kind</source>
        <translation>按名称或类型筛选</translation>
    </message>
    <message>
        <source>Filter the outline</source>
        <translation>筛选大纲</translation>
    </message>
    <message>
        <source>Find in the code</source>
        <translation>在代码中查找</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>在图中查找</translation>
    </message>
    <message>
        <source>Find layers</source>
        <translation>查找层</translation>
    </message>
    <message>
        <source>Find layers…</source>
        <translation>查找层…</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>查找下一个</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>查找上一个</translation>
    </message>
    <message>
        <source>First samples</source>
        <translation>前几个样本</translation>
    </message>
    <message>
        <source>Fits after a conversion</source>
        <translation>转换后适用</translation>
    </message>
    <message>
        <source>Fits after {layers}</source>
        <translation>经 {layers} 后适用</translation>
    </message>
    <message>
        <source>Fits here</source>
        <translation>此处适用</translation>
    </message>
    <message>
        <source>Fix the problem</source>
        <translation>修复问题</translation>
    </message>
    <message>
        <source>FLOPs per sample</source>
        <translation>单样本 FLOPs</translation>
    </message>
    <message>
        <source>Flow down</source>
        <translation>流向改为向下</translation>
    </message>
    <message>
        <source>Flow down or right</source>
        <translation>切换流向（向下或向右）</translation>
    </message>
    <message>
        <source>Flow to the right</source>
        <translation>流向改为向右</translation>
    </message>
    <message>
        <source>Fold repeated structure</source>
        <translation>折叠重复结构</translation>
    </message>
    <message>
        <source>Folded {before} layers into {after}.</source>
        <translation>已将 {before} 个层折叠为 {after} 个。</translation>
    </message>
    <message>
        <source>Folder to write into</source>
        <translation>要写入的文件夹</translation>
    </message>
    <message>
        <source>For code that builds the model itself</source>
        <translation>供自行构建模型的代码使用</translation>
    </message>
    <message>
        <source>For ONNX Runtime and most other frameworks</source>
        <translation>供 ONNX Runtime 和大多数其他框架使用</translation>
    </message>
    <message>
        <source>For phones and small devices, also in 8 bits</source>
        <translation>用于手机和小型设备，也可采用 8 位</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>found by itself</source>
        <translation>自动查找</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>注释框</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Freeze or unfreeze</source>
        <translation>冻结或解冻</translation>
    </message>
    <message>
        <source>from a file…</source>
        <translation>来自文件…</translation>
    </message>
    <message>
        <source>From left to right, take only what is whole in the box</source>
        <translation>从左向右拖动时，只选中完全在框内的内容</translation>
    </message>
    <message>
        <source>From {older} to {newer}</source>
        <translation>从 {older} 到 {newer}</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>Frozen: its weights are not trained.</source>
        <translation>已冻结：其权重不参与训练。</translation>
    </message>
    <message>
        <source>function block</source>
        <translation>函数块</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Give {name} {classes} units</source>
        <translation>将 {name} 设为 {classes} 个单元</translation>
    </message>
    <message>
        <source>Given up: {what}</source>
        <translation>已放弃：{what}</translation>
    </message>
    <message>
        <source>Giving the export up…</source>
        <translation>正在放弃导出…</translation>
    </message>
    <message>
        <source>Go back to {time}</source>
        <translation>返回到 {time}</translation>
    </message>
    <message>
        <source>Go to bookmark 1</source>
        <translation>转到书签 1</translation>
    </message>
    <message>
        <source>Go to bookmark 2</source>
        <translation>转到书签 2</translation>
    </message>
    <message>
        <source>Go to bookmark 3</source>
        <translation>转到书签 3</translation>
    </message>
    <message>
        <source>Go to bookmark 4</source>
        <translation>转到书签 4</translation>
    </message>
    <message>
        <source>Go to bookmark 5</source>
        <translation>转到书签 5</translation>
    </message>
    <message>
        <source>Go to bookmark 6</source>
        <translation>转到书签 6</translation>
    </message>
    <message>
        <source>Go to bookmark 7</source>
        <translation>转到书签 7</translation>
    </message>
    <message>
        <source>Go to bookmark 8</source>
        <translation>转到书签 8</translation>
    </message>
    <message>
        <source>Go to bookmark 9</source>
        <translation>转到书签 9</translation>
    </message>
    <message>
        <source>Go to the parameters of the selected layer; Escape comes back</source>
        <translation>转到所选层的参数；按 Esc 返回</translation>
    </message>
    <message>
        <source>Go to the problem of a layer</source>
        <translation>转到层的问题</translation>
    </message>
    <message>
        <source>Graphviz could not draw the .{format}; export .svg instead.</source>
        <translation>Graphviz 无法绘制 .{format}；请改为导出 .svg。</translation>
    </message>
    <message>
        <source>Graphviz did not finish the .{format} within {timeout:g} s; export .svg, which has a layout of its own.</source>
        <translation>Graphviz 未能在 {timeout:g} 秒内完成 .{format}；请导出 .svg，它有自带的布局。</translation>
    </message>
    <message>
        <source>Graphviz did not finish within {timeout:g} s, so Netwright&apos;s own layout drew the diagram.</source>
        <translation>Graphviz 未能在 {timeout:g} 秒内完成，因此由 Netwright 自带的布局绘制结构图。</translation>
    </message>
    <message>
        <source>Graphviz failed, so Netwright&apos;s own layout drew the diagram.</source>
        <translation>Graphviz 运行失败，因此由 Netwright 自带的布局绘制结构图。</translation>
    </message>
    <message>
        <source>Graphviz is not there, so Netwright&apos;s own layout drew the diagram.</source>
        <translation>未安装 Graphviz，因此由 Netwright 自带的布局绘制结构图。</translation>
    </message>
    <message>
        <source>Graphviz program dot</source>
        <translation>Graphviz 程序 dot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Group into a block</source>
        <translation>组合成块</translation>
    </message>
    <message>
        <source>Group into a nested model</source>
        <translation>组合成嵌套模型</translation>
    </message>
    <message>
        <source>hard_sigmoid was clip(0.2 * x + 0.5, 0, 1) in Keras 1 and 2 and is relu6(x + 3) / 6 in Keras 3, so it became Rescaling and ReLU, which compute the old one exactly.</source>
        <translation>hard_sigmoid 在 Keras 1 和 2 中是 clip(0.2 * x + 0.5, 0, 1)，在 Keras 3 中是 relu6(x + 3) / 6，因此已换成 Rescaling 和 ReLU，计算结果与旧版完全一致。</translation>
    </message>
    <message>
        <source>has {units} units</source>
        <translation>有 {units} 个单元</translation>
    </message>
    <message>
        <source>has {units} units, {more} more than are needed</source>
        <translation>有 {units} 个单元，比所需多 {more} 个</translation>
    </message>
    <message>
        <source>HDF5 cannot read it ({error}); it is damaged</source>
        <translation>HDF5 无法读取它（{error}）；文件已损坏</translation>
    </message>
    <message>
        <source>HDF5 cannot read it ({error}); it is damaged or cut off</source>
        <translation>HDF5 无法读取它（{error}）；文件已损坏或被截断</translation>
    </message>
    <message>
        <source>HDF5 cannot read its weights ({said}); the file is damaged</source>
        <translation>HDF5 无法读取其权重（{said}）；文件已损坏</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Help for the layer…</source>
        <translation>层的帮助…</translation>
    </message>
    <message>
        <source>Help for {layer}</source>
        <translation>{layer} 的帮助</translation>
    </message>
    <message>
        <source>Highway mixed its input x with a Dense of it by a learned gate t, as t * Dense(x) + (1 - t) * x; build it of two Dense layers of the width of x (one with sigmoid), Multiply and Add.</source>
        <translation>Highway 用可学习的门 t 将输入 x 与其 Dense 混合，即 t * Dense(x) + (1 - t) * x；可用两个与 x 等宽的 Dense 层（其中一个用 sigmoid）、Multiply 和 Add 搭建。</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Hold Alt while dragging to place freely.</source>
        <translation>拖动时按住 Alt 可自由放置。</translation>
    </message>
    <message>
        <source>holds class numbers</source>
        <translation>是类别编号</translation>
    </message>
    <message>
        <source>holds quantities</source>
        <translation>是连续数值</translation>
    </message>
    <message>
        <source>How it merges is not known</source>
        <translation>合并方式未知</translation>
    </message>
    <message>
        <source>how it merges is not known</source>
        <translation>合并方式未知</translation>
    </message>
    <message>
        <source>How long after an edit a copy is kept for the case of a crash. Your own file is only written when you save.</source>
        <translation>编辑后多久写入一份用于崩溃恢复的副本。您的文件只在保存时写入。</translation>
    </message>
    <message>
        <source>How many bytes weights and the activations of one batch may take.</source>
        <translation>权重和一个批次的激活值最多可以占多少字节。</translation>
    </message>
    <message>
        <source>How many copies are chained, one behind the other.</source>
        <translation>首尾相接重复几份。</translation>
    </message>
    <message>
        <source>How many FLOPs one sample may cost.</source>
        <translation>一个样本最多可以用多少 FLOPs。</translation>
    </message>
    <message>
        <source>How many of the last layers inside are trained; 0 freezes the whole block, empty trains all of it.</source>
        <translation>训练其中最后几层；0 表示冻结整个块，留空表示全部训练。</translation>
    </message>
    <message>
        <source>How many parameters the model may have.</source>
        <translation>模型最多可以有多少参数。</translation>
    </message>
    <message>
        <source>How near a card must come before it snaps.</source>
        <translation>卡片靠得多近才会吸附。</translation>
    </message>
    <message>
        <source>How often all samples are gone through.</source>
        <translation>全部样本训练多少遍（轮次）。</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Image size</source>
        <translation>图像边长</translation>
    </message>
    <message>
        <source>ImageNet (downloaded by Keras)</source>
        <translation>ImageNet（由 Keras 下载）</translation>
    </message>
    <message>
        <source>importing it does not end within {seconds:g} seconds</source>
        <translation>导入它在 {seconds:g} 秒内没有结束</translation>
    </message>
    <message>
        <source>importing it takes more than {seconds:g} seconds of processor time</source>
        <translation>导入它所用的处理器时间超过 {seconds:g} 秒</translation>
    </message>
    <message>
        <source>In the block {name!r}: {message}</source>
        <translation>在块“{name}”中：{message}</translation>
    </message>
    <message>
        <source>initializer</source>
        <translation>初始化器</translation>
    </message>
    <message>
        <source>Initializers</source>
        <translation>初始化器</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Insert copied layers, a model&apos;s JSON or Python code</source>
        <translation>插入复制的层、模型的 JSON 或 Python 代码</translation>
    </message>
    <message>
        <source>Insert copied layers, wired to what fed the originals</source>
        <translation>插入复制的层，并接到原来各层的输入来源</translation>
    </message>
    <message>
        <source>Insert {name}</source>
        <translation>插入 {name}</translation>
    </message>
    <message>
        <source>Insert {what}</source>
        <translation>插入 {what}</translation>
    </message>
    <message>
        <source>Inside the block write =filters or =filters * 2 where a number goes.</source>
        <translation>在块内，需要数值的地方可写 =filters 或 =filters * 2。</translation>
    </message>
    <message>
        <source>Inside the block {block!r}: {reason}</source>
        <translation>块 {block!r} 内部：{reason}</translation>
    </message>
    <message>
        <source>Inside the block {inner}: {reason}</source>
        <translation>块 {inner} 内部：{reason}</translation>
    </message>
    <message>
        <source>Inside the block {name}</source>
        <translation>块 {name} 的内部</translation>
    </message>
    <message>
        <source>Inside {name}: {reason}</source>
        <translation>{name} 内部：{reason}</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Invert selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Iris</source>
        <translation>鸢尾花</translation>
    </message>
    <message>
        <source>is a folder; a .keras, .h5 or .json file was expected.</source>
        <translation>是文件夹；应为 .keras、.h5 或 .json 文件。</translation>
    </message>
    <message>
        <source>is a frozen TensorFlow graph, which holds no Keras layers; open the Keras model it was made of</source>
        <translation>是冻结的 TensorFlow 图，不含 Keras 层；请打开生成它的 Keras 模型</translation>
    </message>
    <message>
        <source>is a model in YAML, a format that Keras gave up; load it with Keras 2 and save it as .json or .h5</source>
        <translation>是 YAML 格式的模型，Keras 已放弃这种格式；请用 Keras 2 加载并另存为 .json 或 .h5</translation>
    </message>
    <message>
        <source>is a pickle, which can run code when it is loaded; it is not loaded, save the model as .keras</source>
        <translation>是 pickle，加载时可能运行代码；不会加载，请将模型另存为 .keras</translation>
    </message>
    <message>
        <source>is a safetensors file, which holds weights and no layers; open the model that they belong to</source>
        <translation>是 safetensors 文件，只有权重没有层；请打开它所属的模型</translation>
    </message>
    <message>
        <source>is a TensorFlow SavedModel, which holds no Keras layers that can be edited; open the .keras, .h5 or .json file of the same model</source>
        <translation>是 TensorFlow SavedModel，不含可编辑的 Keras 层；请打开同一模型的 .keras、.h5 或 .json 文件</translation>
    </message>
    <message>
        <source>is a TensorFlow SavedModel, which holds no Keras layers that can be edited; open the .keras, .h5 or .json file of the same model.</source>
        <translation>是 TensorFlow SavedModel，不含可编辑的 Keras 层；请打开同一模型的 .keras、.h5 或 .json 文件。</translation>
    </message>
    <message>
        <source>is a text and holds no weights; a .h5, .weights.h5 or .keras file was expected</source>
        <translation>是文本，不含权重；应为 .h5、.weights.h5 或 .keras 文件</translation>
    </message>
    <message>
        <source>is a text, but not JSON; a model of Keras was expected</source>
        <translation>是文本但不是 JSON；应为 Keras 模型</translation>
    </message>
    <message>
        <source>is a web page, maybe that of a download; save the model file itself</source>
        <translation>是网页，可能是下载页；请保存模型文件本身</translation>
    </message>
    <message>
        <source>is an HDF5 file with other data before it, as Keras never writes it; it was not read</source>
        <translation>是前面带有其他数据的 HDF5 文件，Keras 从不这样写；未读取</translation>
    </message>
    <message>
        <source>is an ONNX model, which holds no Keras layers; open the Keras model it was made of</source>
        <translation>是 ONNX 模型，不含 Keras 层；请打开生成它的 Keras 模型</translation>
    </message>
    <message>
        <source>is an unpacked .keras file; pack its files into an archive again, or open the config.json in it.</source>
        <translation>是解包后的 .keras 文件；请将其文件重新打包成归档，或打开其中的 config.json。</translation>
    </message>
    <message>
        <source>is an XML text; expected {files}</source>
        <translation>是 XML 文本；应为 {files}</translation>
    </message>
    <message>
        <source>is empty; expected {files}</source>
        <translation>是空的；应为 {files}</translation>
    </message>
    <message>
        <source>is no file of a known kind (it begins with {head}); expected {files}</source>
        <translation>不是已知类型的文件（开头为 {head}）；应为 {files}</translation>
    </message>
    <message>
        <source>is one-hot</source>
        <translation>是独热编码</translation>
    </message>
    <message>
        <source>is only a pointer to a file kept in Git LFS; fetch the file itself (git lfs pull)</source>
        <translation>只是指向 Git LFS 中文件的指针；请获取文件本身（git lfs pull）</translation>
    </message>
    <message>
        <source>is Python code, not a model file; open it as code, with the suffix .py</source>
        <translation>是 Python 代码，不是模型文件；请以 .py 后缀作为代码打开</translation>
    </message>
    <message>
        <source>is {what}; {advice}</source>
        <translation>是 {what}；{advice}</translation>
    </message>
    <message>
        <source>It applied an activation function of its own named {name!r}, which is not in the file; choose an activation or write the function in a Lambda.</source>
        <translation>它使用了名为“{name}”的自定义激活函数，文件中没有该函数；请选择一个激活函数，或在 Lambda 中编写该函数。</translation>
    </message>
    <message>
        <source>It approximated a kernel with random projections; a frozen Dense layer is the nearest.</source>
        <translation>它用随机投影近似核函数；最接近的是冻结的 Dense 层。</translation>
    </message>
    <message>
        <source>it became shorter while it was read</source>
        <translation>它在读取过程中变短了</translation>
    </message>
    <message>
        <source>It called the TensorFlow function {name!r}, for which Keras 3 has no exact op; use an op or layer that does the same.</source>
        <translation>它调用 TensorFlow 函数“{name}”，Keras 3 没有与之完全对应的运算；请使用功能相同的运算或层。</translation>
    </message>
    <message>
        <source>it calls layers more than {most:,} times</source>
        <translation>层的调用超过 {most:,} 次</translation>
    </message>
    <message>
        <source>it can be used as data, not as a model</source>
        <translation>它可以用作数据，不能用作模型</translation>
    </message>
    <message>
        <source>it cannot be called</source>
        <translation>它不能被调用</translation>
    </message>
    <message>
        <source>It cannot be taken apart: {refused}</source>
        <translation>无法拆开：{refused}</translation>
    </message>
    <message>
        <source>it cannot be {what} by Keras ({said})</source>
        <translation>Keras 无法 {what} 它（{said}）</translation>
    </message>
    <message>
        <source>it changes how it is examined</source>
        <translation>它改变了对自身的检查方式</translation>
    </message>
    <message>
        <source>it confuses its reader ({name}: {error}); it is damaged or hostile</source>
        <translation>它使读取程序出错（{name}：{error}）；文件已损坏或带有恶意</translation>
    </message>
    <message>
        <source>It depends on a parameter of the block</source>
        <translation>它取决于块的参数</translation>
    </message>
    <message>
        <source>it depends on a parameter of the block</source>
        <translation>它取决于块的参数</translation>
    </message>
    <message>
        <source>It depends on more</source>
        <translation>它取决于更多内容</translation>
    </message>
    <message>
        <source>It depends on the data</source>
        <translation>它取决于数据</translation>
    </message>
    <message>
        <source>it depends on the data</source>
        <translation>它取决于数据</translation>
    </message>
    <message>
        <source>it depends on what is computed</source>
        <translation>它取决于计算结果</translation>
    </message>
    <message>
        <source>it divides by zero</source>
        <translation>它除以了零</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>它不存在</translation>
    </message>
    <message>
        <source>it ends before the data that it announces; it may be cut off</source>
        <translation>它在声明的数据之前就结束了；文件可能被截断</translation>
    </message>
    <message>
        <source>it ends in the middle (line {lineno}, column {colno}: {msg}); it may be cut off</source>
        <translation>它在中途结束（第 {lineno} 行第 {colno} 列：{msg}）；文件可能被截断</translation>
    </message>
    <message>
        <source>it ends its Python process ({status})</source>
        <translation>它会结束自己的 Python 进程（{status}）</translation>
    </message>
    <message>
        <source>it ends the program (sys.exit){where}</source>
        <translation>它会结束程序（sys.exit）{where}</translation>
    </message>
    <message>
        <source>It has fewer items than there are names</source>
        <translation>项数少于名称数</translation>
    </message>
    <message>
        <source>it has LoRA matrices, which are kept apart in this kind of file; save the original as .keras</source>
        <translation>它有 LoRA 矩阵，在这种文件中单独存放；请将原模型另存为 .keras</translation>
    </message>
    <message>
        <source>it has more than {most_groups:,} groups and arrays</source>
        <translation>它有超过 {most_groups:,} 个组和数组</translation>
    </message>
    <message>
        <source>it has no array {path!r}</source>
        <translation>其中没有数组“{path}”</translation>
    </message>
    <message>
        <source>it has no class derived from keras.layers.Layer</source>
        <translation>其中没有继承自 keras.layers.Layer 的层类</translation>
    </message>
    <message>
        <source>it has other data after the archive</source>
        <translation>归档之后有其他数据</translation>
    </message>
    <message>
        <source>it has other data before or inside the archive</source>
        <translation>归档之前或之中有其他数据</translation>
    </message>
    <message>
        <source>it has other data before the archive</source>
        <translation>归档之前有其他数据</translation>
    </message>
    <message>
        <source>it has weights but no model_config, so its layers are not known; open the .json or .py of the model</source>
        <translation>它有权重但没有 model_config，因此不知道有哪些层；请打开模型的 .json 或 .py</translation>
    </message>
    <message>
        <source>it has {count} outputs; output {output} is asked for</source>
        <translation>它有 {count} 个输出，却要使用第 {output} 个</translation>
    </message>
    <message>
        <source>it has {layers:,} layers; at most {most:,} are read</source>
        <translation>它有 {layers:,} 个层；最多读取 {most:,} 个</translation>
    </message>
    <message>
        <source>it has {size:,.0f} MiB of text; at most {most} MiB are read</source>
        <translation>它有 {size:,.0f} MiB 文本；最多读取 {most} MiB</translation>
    </message>
    <message>
        <source>it holds a constant array of shape {shape} and dtype {dtype!r} that cannot be read</source>
        <translation>它包含形状为 {shape}、类型为 {dtype!r} 的常量数组，无法读取</translation>
    </message>
    <message>
        <source>it holds a model of the block {block!r}, which does not exist</source>
        <translation>它包含块“{block}”的模型，而该块不存在</translation>
    </message>
    <message>
        <source>it holds a {kind}</source>
        <translation>其中有 {kind} 类型的值</translation>
    </message>
    <message>
        <source>it holds an integer of {count:,} digits; at most {most} are read</source>
        <translation>它包含 {count:,} 位的整数；最多读取 {most} 位</translation>
    </message>
    <message>
        <source>it holds no weights in HDF5 (model.weights.h5)</source>
        <translation>其中没有 HDF5 格式的权重（model.weights.h5）</translation>
    </message>
    <message>
        <source>it holds Python code in a place where none is expected</source>
        <translation>它在不应有 Python 代码的位置包含 Python 代码</translation>
    </message>
    <message>
        <source>it holds Python code that is not trusted, which is not written into generated code</source>
        <translation>它包含不受信任的 Python 代码，不会写入生成的代码</translation>
    </message>
    <message>
        <source>It holds Python code, which is not run and whose source the file does not tell.</source>
        <translation>它包含 Python 代码；这些代码不会运行，文件也没有给出其源码。</translation>
    </message>
    <message>
        <source>it holds something from a file that is not understood here</source>
        <translation>它包含文件中此处无法理解的内容</translation>
    </message>
    <message>
        <source>it holds weights only, no layers; open the .json, .keras or .py of the model, then load these weights into it</source>
        <translation>它只有权重，没有层；请打开模型的 .json、.keras 或 .py，再将这些权重加载进去</translation>
    </message>
    <message>
        <source>it holds {kind}, but a model of Keras was expected (class_name and config)</source>
        <translation>它是 {kind}，但应为 Keras 模型（class_name 和 config）</translation>
    </message>
    <message>
        <source>It holds {unknown}.</source>
        <translation>它包含 {unknown}。</translation>
    </message>
    <message>
        <source>It is a model whose layers are not in the file.</source>
        <translation>它是一个模型，但文件中没有它的层。</translation>
    </message>
    <message>
        <source>it is a notebook; give it the suffix .ipynb to open it as code</source>
        <translation>它是笔记本；请将后缀改为 .ipynb 以作为代码打开</translation>
    </message>
    <message>
        <source>it is a packed TensorFlow SavedModel; open the .keras, .h5 or .json file of the same model</source>
        <translation>它是打包的 TensorFlow SavedModel；请打开同一模型的 .keras、.h5 或 .json 文件</translation>
    </message>
    <message>
        <source>it is a project of Netwright; give it the suffix .netw to open it</source>
        <translation>它是 Netwright 项目；请将后缀改为 .netw 以打开</translation>
    </message>
    <message>
        <source>it is a PyTorch file, which holds no Keras layers and is not loaded</source>
        <translation>它是 PyTorch 文件，不含 Keras 层，不会加载</translation>
    </message>
    <message>
        <source>it is a set of NumPy arrays (.npz), which can be used as data, not as a model</source>
        <translation>它是一组 NumPy 数组（.npz），可以用作数据，不能用作模型</translation>
    </message>
    <message>
        <source>it is a symbolic link that leads to itself</source>
        <translation>它是指向自身的符号链接</translation>
    </message>
    <message>
        <source>it is a TensorFlow.js graph, which holds no Keras layers; open the Keras model it was made of</source>
        <translation>它是 TensorFlow.js 图，不含 Keras 层；请打开生成它的 Keras 模型</translation>
    </message>
    <message>
        <source>it is an archive without config.json, so no .keras file of Keras 3</source>
        <translation>它是没有 config.json 的归档，因此不是 Keras 3 的 .keras 文件</translation>
    </message>
    <message>
        <source>it is an archive without config.json; unpack it first and open {inner!r}</source>
        <translation>它是没有 config.json 的归档；请先解压，再打开“{inner}”</translation>
    </message>
    <message>
        <source>it is an array</source>
        <translation>它是数组</translation>
    </message>
    <message>
        <source>it is an HDF5 file without model_config, so no model of Keras</source>
        <translation>它是没有 model_config 的 HDF5 文件，因此不是 Keras 模型</translation>
    </message>
    <message>
        <source>it is an office document; a .keras, .h5 or .json file of Keras was expected</source>
        <translation>它是办公文档；应为 Keras 的 .keras、.h5 或 .json 文件</translation>
    </message>
    <message>
        <source>it is called on something that is not known</source>
        <translation>它被未知的内容调用</translation>
    </message>
    <message>
        <source>It is drawn as vectors and sharp at every size.</source>
        <translation>以矢量绘制，任何大小都清晰。</translation>
    </message>
    <message>
        <source>it is given {count} values by position; those after {known} are left out.</source>
        <translation>按位置给出了 {count} 个值；第 {known} 个之后的已略去。</translation>
    </message>
    <message>
        <source>it is longer than {most} characters</source>
        <translation>它超过 {most} 个字符</translation>
    </message>
    <message>
        <source>it is nested more than {most} deep</source>
        <translation>嵌套超过 {most} 层</translation>
    </message>
    <message>
        <source>It is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is no arithmetic over the parameters of a block</source>
        <translation>它不是关于块参数的算式</translation>
    </message>
    <message>
        <source>it is no arithmetic that can be read</source>
        <translation>它不是可以解析的算式</translation>
    </message>
    <message>
        <source>it is no array of numbers</source>
        <translation>它不是数值数组</translation>
    </message>
    <message>
        <source>it is no base64 text</source>
        <translation>它不是 base64 文本</translation>
    </message>
    <message>
        <source>it is no model of Keras: class_name and config were expected, received {fields}</source>
        <translation>它不是 Keras 模型：应有 class_name 和 config，实际为 {fields}</translation>
    </message>
    <message>
        <source>it is no plain value</source>
        <translation>它不是普通值</translation>
    </message>
    <message>
        <source>it is no setting any more</source>
        <translation>它不再是一个设置</translation>
    </message>
    <message>
        <source>it is no text in UTF-8, UTF-16 or UTF-32</source>
        <translation>它不是 UTF-8、UTF-16 或 UTF-32 文本</translation>
    </message>
    <message>
        <source>It is not known how often {node} is made; it was read once.</source>
        <translation>不知道 {node} 会生成多少次；已读取一次。</translation>
    </message>
    <message>
        <source>It is not known what is called</source>
        <translation>不知道调用的是什么</translation>
    </message>
    <message>
        <source>it is not known what is gone through</source>
        <translation>不知道遍历的是什么</translation>
    </message>
    <message>
        <source>It is not known whether {shown}</source>
        <translation>{shown} 是否成立未知</translation>
    </message>
    <message>
        <source>it is not known which branch is taken</source>
        <translation>不知道会走哪个分支</translation>
    </message>
    <message>
        <source>it is not known which value is taken</source>
        <translation>不知道会取哪个值</translation>
    </message>
    <message>
        <source>it is not loaded</source>
        <translation>不会加载</translation>
    </message>
    <message>
        <source>it is not valid JSON ({msg} at line {lineno}, column {colno})</source>
        <translation>它不是有效的 JSON（第 {lineno} 行第 {colno} 列：{msg}）</translation>
    </message>
    <message>
        <source>it is one part of an archive of several</source>
        <translation>它是分卷归档中的一卷</translation>
    </message>
    <message>
        <source>it is random</source>
        <translation>它是随机的</translation>
    </message>
    <message>
        <source>it is the metadata.json of an unpacked .keras file; open the config.json beside it</source>
        <translation>它是解包后的 .keras 文件中的 metadata.json；请打开旁边的 config.json</translation>
    </message>
    <message>
        <source>it is the output of a layer</source>
        <translation>它是某个层的输出</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>它太大</translation>
    </message>
    <message>
        <source>it lists more than a model of {most:,} layers can hold</source>
        <translation>它列出的内容超过 {most:,} 个层的模型所能容纳的</translation>
    </message>
    <message>
        <source>it lists {count:,} entries; at most {most:,} are read</source>
        <translation>它列出 {count:,} 个条目；最多读取 {most:,} 个</translation>
    </message>
    <message>
        <source>it makes more than {most:,} layers</source>
        <translation>创建的层超过 {most:,} 个</translation>
    </message>
    <message>
        <source>it must repeat a whole number of times, at least once. Received: {repeat!r}</source>
        <translation>重复次数必须是整数且至少为 1。实际为：{repeat!r}</translation>
    </message>
    <message>
        <source>it needs the shapes {wanted}; the file has {found}</source>
        <translation>它需要形状 {wanted}；文件中的是 {found}</translation>
    </message>
    <message>
        <source>it only chose between speed and memory</source>
        <translation>它只用于在速度与内存之间取舍</translation>
    </message>
    <message>
        <source>it raises {error}{where}</source>
        <translation>它抛出 {error}{where}</translation>
    </message>
    <message>
        <source>it raises {error}{where}: {words}</source>
        <translation>它抛出 {error}{where}：{words}</translation>
    </message>
    <message>
        <source>it returns its own input, which this Keras cannot put into a functional model.</source>
        <translation>它返回的是自己的输入，当前版本的 Keras 无法把它放进函数式模型。</translation>
    </message>
    <message>
        <source>it returns no tensor</source>
        <translation>它没有返回张量</translation>
    </message>
    <message>
        <source>it takes more memory than it may</source>
        <translation>它占用的内存超过上限</translation>
    </message>
    <message>
        <source>it takes more memory than it may{where}</source>
        <translation>它占用的内存超过了允许的上限（MemoryError）{where}</translation>
    </message>
    <message>
        <source>it takes more memory than reading a model may take</source>
        <translation>占用的内存超过读取模型的上限</translation>
    </message>
    <message>
        <source>it takes more steps than are counted here</source>
        <translation>步骤数超过上限</translation>
    </message>
    <message>
        <source>it takes more than {seconds:g} seconds</source>
        <translation>它用时超过 {seconds:g} 秒</translation>
    </message>
    <message>
        <source>it takes sparse inputs, which are not made here</source>
        <translation>它接收稀疏输入，此处无法生成</translation>
    </message>
    <message>
        <source>it takes too long</source>
        <translation>耗时过长</translation>
    </message>
    <message>
        <source>it uses more than arithmetic</source>
        <translation>它用到了算术以外的内容</translation>
    </message>
    <message>
        <source>It was never part of Keras&apos;s public layers; use Dense layers.</source>
        <translation>它从未是 Keras 公开的层；请使用 Dense 层。</translation>
    </message>
    <message>
        <source>It was the base of recurrent cells; use a cell such as LSTMCell.</source>
        <translation>它是循环单元的基类；请使用 LSTMCell 等单元。</translation>
    </message>
    <message>
        <source>Item {place} of the model&apos;s layers is no layer; it is left out.</source>
        <translation>模型 layers 中的第 {place} 项不是层；已略去。</translation>
    </message>
    <message>
        <source>its bytes are not known</source>
        <translation>其字节内容未知</translation>
    </message>
    <message>
        <source>Its class is not one of Keras&apos;s own.</source>
        <translation>它的类不是 Keras 自带的。</translation>
    </message>
    <message>
        <source>its code does not end within {seconds:g} seconds</source>
        <translation>其代码在 {seconds:g} 秒内没有结束</translation>
    </message>
    <message>
        <source>its code ends the program (sys.exit)</source>
        <translation>其代码会结束程序（sys.exit）</translation>
    </message>
    <message>
        <source>its code raises {error}: {reason}</source>
        <translation>其代码抛出 {error}：{reason}</translation>
    </message>
    <message>
        <source>its configuration is nested too deeply</source>
        <translation>其配置嵌套过深</translation>
    </message>
    <message>
        <source>its format is not read</source>
        <translation>不支持读取其格式</translation>
    </message>
    <message>
        <source>its index fits no item</source>
        <translation>索引超出了范围</translation>
    </message>
    <message>
        <source>its input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>its input {port!r}</source>
        <translation>输入 {port!r}</translation>
    </message>
    <message>
        <source>its inputs have lengths that are not known, and none that was tried is accepted</source>
        <translation>其输入的长度未知，试过的长度都不被接受</translation>
    </message>
    <message>
        <source>its items are not known</source>
        <translation>其中的各项未知</translation>
    </message>
    <message>
        <source>its kernels are stored as one matrix over all inputs, which is not read</source>
        <translation>它的核存为一个覆盖所有输入的矩阵，无法读取</translation>
    </message>
    <message>
        <source>its layers take more than {most:,} tensors</source>
        <translation>各层接收的张量超过 {most:,} 个</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>名称太长</translation>
    </message>
    <message>
        <source>its outputs are not known</source>
        <translation>其输出未知</translation>
    </message>
    <message>
        <source>its Python code cannot be compiled: {reason}</source>
        <translation>其 Python 代码无法编译：{reason}</translation>
    </message>
    <message>
        <source>its Python code is not trusted yet; it is shown, but not run.</source>
        <translation>其 Python 代码尚未被信任；只显示，不运行。</translation>
    </message>
    <message>
        <source>its result is no real number</source>
        <translation>结果不是实数</translation>
    </message>
    <message>
        <source>its result is too large</source>
        <translation>结果太大</translation>
    </message>
    <message>
        <source>its result is too long</source>
        <translation>结果太长</translation>
    </message>
    <message>
        <source>its root has {count:,} attributes; at most {most:,} are read</source>
        <translation>其根部有 {count:,} 个属性；最多读取 {most:,} 个</translation>
    </message>
    <message>
        <source>its table of contents has {size:.0f} MiB, more than any model needs</source>
        <translation>它的目录有 {size:.0f} MiB，超过任何模型所需</translation>
    </message>
    <message>
        <source>its table of contents is damaged</source>
        <translation>它的目录已损坏</translation>
    </message>
    <message>
        <source>its table of contents is missing; it may be cut off</source>
        <translation>缺少目录；文件可能被截断</translation>
    </message>
    <message>
        <source>its text has {count:.0f} MiB; at most {most} MiB are read</source>
        <translation>其文本有 {count:.0f} MiB；最多读取 {most} MiB</translation>
    </message>
    <message>
        <source>its type is not known</source>
        <translation>其类型未知</translation>
    </message>
    <message>
        <source>its values are no numbers</source>
        <translation>其值不是数值</translation>
    </message>
    <message>
        <source>its values are not plain</source>
        <translation>其值不是普通值</translation>
    </message>
    <message>
        <source>its values do not fit together</source>
        <translation>其中的值不能一起运算</translation>
    </message>
    <message>
        <source>its {name} has more than the {most:.0f} MiB that are read</source>
        <translation>其 {name} 超过可读取的 {most:.0f} MiB</translation>
    </message>
    <message>
        <source>its {name} has {size:.0f} MiB; at most {most} MiB are read</source>
        <translation>其 {name} 有 {size:.0f} MiB；最多读取 {most} MiB</translation>
    </message>
    <message>
        <source>its {name} is no text in UTF-8</source>
        <translation>其 {name} 不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>its {name} is no text, as Keras writes it</source>
        <translation>其 {name} 不是 Keras 写出的那种文本</translation>
    </message>
    <message>
        <source>Jupyter notebook</source>
        <translation>Jupyter 笔记本</translation>
    </message>
    <message>
        <source>Keep as a favourite</source>
        <translation>加入收藏</translation>
    </message>
    <message>
        <source>Keep the block in my library</source>
        <translation>将块存入库</translation>
    </message>
    <message>
        <source>Keep the project in the picture</source>
        <translation>在图片中保存项目</translation>
    </message>
    <message>
        <source>Keep the proportions of the classes in every part.</source>
        <translation>使每一部分中各类别的比例相同。</translation>
    </message>
    <message>
        <source>Keep the weights with the project</source>
        <translation>把权重与项目放在一起</translation>
    </message>
    <message>
        <source>Kept as placeholders</source>
        <translation>保留为占位层</translation>
    </message>
    <message>
        <source>Kept in the library: {names}</source>
        <translation>已存入库：{names}</translation>
    </message>
    <message>
        <source>Keras 3 has no dropout of whole words</source>
        <translation>Keras 3 没有丢弃整个词的 dropout</translation>
    </message>
    <message>
        <source>Keras 3 has no Highway layer, a Dense layer with a gate that lets its input pass</source>
        <translation>Keras 3 没有 Highway 层（带门控、可让输入直接通过的 Dense 层）</translation>
    </message>
    <message>
        <source>Keras 3 has no layer {class_name!r}</source>
        <translation>Keras 3 没有层“{class_name}”</translation>
    </message>
    <message>
        <source>Keras 3 has no MaxoutDense, the largest of several Dense layers</source>
        <translation>Keras 3 没有 MaxoutDense（取多个 Dense 层中的最大值）</translation>
    </message>
    <message>
        <source>Keras 3 has no optimizer {value!r}.</source>
        <translation>Keras 3 没有优化器 {value!r}。</translation>
    </message>
    <message>
        <source>Keras 3 has no {kind} {value!r}; choose another.</source>
        <translation>Keras 3 没有 {kind} {value!r}；请另选一个。</translation>
    </message>
    <message>
        <source>Keras 3 has none</source>
        <translation>Keras 3 中没有</translation>
    </message>
    <message>
        <source>Keras 3 has one way only</source>
        <translation>Keras 3 只有一种方式</translation>
    </message>
    <message>
        <source>Keras 3 passes masks by itself</source>
        <translation>Keras 3 会自动传递掩码</translation>
    </message>
    <message>
        <source>Keras cannot build it ({error}).</source>
        <translation>Keras 无法构建它（{error}）。</translation>
    </message>
    <message>
        <source>Keras cannot build the model {name!r}: {other}</source>
        <translation>Keras 无法构建模型“{name}”：{other}</translation>
    </message>
    <message>
        <source>Keras classic</source>
        <translation>Keras 经典样式</translation>
    </message>
    <message>
        <source>Keras did not start within {seconds:g} seconds</source>
        <translation>Keras 在 {seconds:g} 秒内没有启动</translation>
    </message>
    <message>
        <source>Keras does not find operations again in this older format; a .keras file holds them</source>
        <translation>Keras 无法在这种旧格式中重新找到运算；.keras 文件可以保存它们</translation>
    </message>
    <message>
        <source>Keras has no help for this layer: it is a block or not known here.</source>
        <translation>Keras 没有此层的帮助：它是模块或未知的层。</translation>
    </message>
    <message>
        <source>Keras is starting; shapes and problems appear in a moment.</source>
        <translation>正在启动 Keras，形状和问题稍后显示。</translation>
    </message>
    <message>
        <source>Keras is starting…</source>
        <translation>正在启动 Keras…</translation>
    </message>
    <message>
        <source>Keras model</source>
        <translation>Keras 模型</translation>
    </message>
    <message>
        <source>Keras model, HDF5</source>
        <translation>Keras 模型（HDF5）</translation>
    </message>
    <message>
        <source>Keras models</source>
        <translation>Keras 模型</translation>
    </message>
    <message>
        <source>Keras takes no name that is empty, has a &apos;/&apos; or is no text. Received: {name}</source>
        <translation>Keras 不接受空的、含有 &apos;/&apos; 或不是文本的名称。收到的是：{name}</translation>
    </message>
    <message>
        <source>Keras takes no name with a &apos;/&apos; for a model. Received: {name!r}</source>
        <translation>Keras 不接受名称中带有 &apos;/&apos; 的模型。收到的是：{name!r}</translation>
    </message>
    <message>
        <source>Keras {keras} cannot load {name!r}, written by {version}, so the original cannot be run ({said}).</source>
        <translation>Keras {keras} 无法加载由 {version} 写出的“{name}”，因此原模型无法运行（{said}）。</translation>
    </message>
    <message>
        <source>keras.applications has no model {name!r}; {hint}</source>
        <translation>keras.applications 中没有模型“{name}”；{hint}</translation>
    </message>
    <message>
        <source>keras.applications.{name} cannot be made: {error}</source>
        <translation>keras.applications.{name} 无法创建：{error}</translation>
    </message>
    <message>
        <source>keras.applications.{name} has no parameter {unknown!r}.</source>
        <translation>keras.applications.{name} 没有参数“{unknown}”。</translation>
    </message>
    <message>
        <source>keras.models.{name} is not read here</source>
        <translation>不支持读取 keras.models.{name}</translation>
    </message>
    <message>
        <source>KerasLayer ran a model fetched from TensorFlow Hub; build that part of layers or export it as a layer.</source>
        <translation>KerasLayer 运行从 TensorFlow Hub 获取的模型；请用层搭建这一部分，或将其导出为层。</translation>
    </message>
    <message>
        <source>kernel {size}</source>
        <translation>卷积核 {size}</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Keys of all commands</source>
        <translation>所有命令的快捷键</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Lambda held a Python function as compiled code, which is never run here; write the function again.</source>
        <translation>Lambda 以编译后的代码保存 Python 函数，这里从不运行这种代码；请重写该函数。</translation>
    </message>
    <message>
        <source>LambdaMerge merged its inputs with a Python function; use a merge layer or write the function again in a Lambda.</source>
        <translation>LambdaMerge 用 Python 函数合并其输入；请使用合并层，或在 Lambda 中重写该函数。</translation>
    </message>
    <message>
        <source>Language / 语言</source>
        <translation>语言 / Language</translation>
    </message>
    <message>
        <source>Language, theme, wheel, keys, recovery copies, precision</source>
        <translation>语言、主题、滚轮、快捷键、恢复副本、精度</translation>
    </message>
    <message>
        <source>Largest difference {difference}, checked with {runtime}.</source>
        <translation>最大差异 {difference}，已用 {runtime} 检验。</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layers that can be added here</source>
        <translation>此处可添加的层</translation>
    </message>
    <message>
        <source>Layers that could stand between</source>
        <translation>可以放在中间的层</translation>
    </message>
    <message>
        <source>Learn more</source>
        <translation>了解更多</translation>
    </message>
    <message>
        <source>Leave the block</source>
        <translation>退出块</translation>
    </message>
    <message>
        <source>Leave the weights as they are in training; of a block, all inside</source>
        <translation>训练时保持权重不变；对块则包括其中的全部层</translation>
    </message>
    <message>
        <source>Left edges</source>
        <translation>左边缘</translation>
    </message>
    <message>
        <source>Left out, since they only act while training: {left_out}.</source>
        <translation>以下层只在训练时起作用，已略去：{left_out}。</translation>
    </message>
    <message>
        <source>Let the first two inputs of a layer, or two selected wires, change places</source>
        <translation>交换一层的前两个输入，或两条所选连线的位置</translation>
    </message>
    <message>
        <source>Let the selected layers pass their input through</source>
        <translation>让所选层直接传递输入</translation>
    </message>
    <message>
        <source>Let {name} take {holds}</source>
        <translation>让 {name} 接收 {holds}</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>第 {line} 行</translation>
    </message>
    <message>
        <source>Line {line} is not valid Python: {reason}.</source>
        <translation>第 {line} 行不是有效的 Python 代码：{reason}。</translation>
    </message>
    <message>
        <source>Line {line}: {text}</source>
        <translation>第 {line} 行：{text}</translation>
    </message>
    <message>
        <source>LinearModel was one linear unit over all inputs; use Dense(1).</source>
        <translation>LinearModel 是作用于所有输入的一个线性单元；请使用 Dense(1)。</translation>
    </message>
    <message>
        <source>Lines that are no Python were left out: {places}.</source>
        <translation>不是 Python 的行已略去：{places}。</translation>
    </message>
    <message>
        <source>Load the weights</source>
        <translation>载入权重</translation>
    </message>
    <message>
        <source>Load the weights of the original</source>
        <translation>载入原文件的权重</translation>
    </message>
    <message>
        <source>Load the weights of {name}</source>
        <translation>载入 {name} 的权重</translation>
    </message>
    <message>
        <source>Loading Keras and the data</source>
        <translation>正在加载 Keras 和数据</translation>
    </message>
    <message>
        <source>loading the data</source>
        <translation>加载数据</translation>
    </message>
    <message>
        <source>Loading the file again and comparing…</source>
        <translation>正在重新载入文件并比较…</translation>
    </message>
    <message>
        <source>loading the initial weights</source>
        <translation>加载初始权重</translation>
    </message>
    <message>
        <source>Loading the initial weights ({name})</source>
        <translation>正在加载初始权重（{name}）</translation>
    </message>
    <message>
        <source>LocallyConnected1D was a Conv1D with kernels of its own at each position; Conv1D shares one kernel.</source>
        <translation>LocallyConnected1D 是每个位置各有卷积核的 Conv1D；Conv1D 共用一个卷积核，可作替代的层。</translation>
    </message>
    <message>
        <source>LocallyConnected2D was a Conv2D with kernels of its own at each position; Conv2D shares one kernel.</source>
        <translation>LocallyConnected2D 是每个位置各有卷积核的 Conv2D；Conv2D 共用一个卷积核，可作替代的层。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>log scale</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Look it up at keras.io</source>
        <translation>在 keras.io 查阅</translation>
    </message>
    <message>
        <source>Looking for data that fit</source>
        <translation>正在查找合适的数据</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss and metrics appear here, epoch by epoch.</source>
        <translation>训练时，损失和指标在此逐轮显示。</translation>
    </message>
    <message>
        <source>Loss of {name}</source>
        <translation>{name} 的损失</translation>
    </message>
    <message>
        <source>loss weight</source>
        <translation>损失权重</translation>
    </message>
    <message>
        <source>Main graph</source>
        <translation>主图</translation>
    </message>
    <message>
        <source>Make a block of the selected layers</source>
        <translation>将所选层组合成块</translation>
    </message>
    <message>
        <source>Make another type of it; wires and parameters that both have stay</source>
        <translation>换成另一种层，保留连线和共有的参数</translation>
    </message>
    <message>
        <source>Make it an output</source>
        <translation>设为输出</translation>
    </message>
    <message>
        <source>Make the frame lower</source>
        <translation>降低注释框</translation>
    </message>
    <message>
        <source>Make the frame narrower</source>
        <translation>收窄注释框</translation>
    </message>
    <message>
        <source>Make the frame taller</source>
        <translation>加高注释框</translation>
    </message>
    <message>
        <source>Make the frame wider</source>
        <translation>加宽注释框</translation>
    </message>
    <message>
        <source>Make the graph what the code says, now</source>
        <translation>立即使图与代码一致</translation>
    </message>
    <message>
        <source>Make {name}</source>
        <translation>生成 {name}</translation>
    </message>
    <message>
        <source>Making {name}; with a large model this takes a few seconds.</source>
        <translation>正在生成 {name}；大型模型需要几秒钟。</translation>
    </message>
    <message>
        <source>Mask: no</source>
        <translation>掩码：无</translation>
    </message>
    <message>
        <source>Mask: yes</source>
        <translation>掩码：有</translation>
    </message>
    <message>
        <source>matching the data with the model</source>
        <translation>匹配数据与模型</translation>
    </message>
    <message>
        <source>maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>MaxoutDense was the largest of several Dense layers.</source>
        <translation>MaxoutDense 取多个 Dense 层中的最大值。</translation>
    </message>
    <message>
        <source>Memory per sample</source>
        <translation>单样本内存</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Merge had the mode {mode!r}, which Keras never had.</source>
        <translation>Merge 的模式为“{mode}”，Keras 从未有过该模式。</translation>
    </message>
    <message>
        <source>Merge joined its inputs with a Python function kept as compiled code, which is never run here; use a merge layer or write the function again.</source>
        <translation>Merge 用以编译后的代码保存的 Python 函数合并输入，这里从不运行这种代码；请使用合并层或重写该函数。</translation>
    </message>
    <message>
        <source>Merge with a function of its own, which is not run</source>
        <translation>Merge 使用了自己的函数，该函数不会运行</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Middle button, Space and drag, or two fingers</source>
        <translation>中键拖动、按住空格拖动或双指滑动</translation>
    </message>
    <message>
        <source>Middles in a column</source>
        <translation>垂直居中对齐</translation>
    </message>
    <message>
        <source>Middles in a row</source>
        <translation>水平居中对齐</translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Mix the samples before they are split.</source>
        <translation>划分之前先打乱样本。</translation>
    </message>
    <message>
        <source>Mix the training samples before each epoch.</source>
        <translation>每个轮次之前打乱训练样本。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model and weights for Keras 3</source>
        <translation>供 Keras 3 使用的模型和权重</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>模型 {name}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models are nested more than {deepest} deep at {name!r}: no model needs that.</source>
        <translation>“{name}”处的模型嵌套超过 {deepest} 层：没有模型需要这么深。</translation>
    </message>
    <message>
        <source>Models are nested too deeply</source>
        <translation>模型嵌套过深</translation>
    </message>
    <message>
        <source>ModuleWrapper held a layer from another kind of Keras, whose settings the file does not tell; put the same layer here again.</source>
        <translation>ModuleWrapper 包装了另一种 Keras 的层，文件没有给出其设置；请在此重新放入相同的层。</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <source>Mouse: the wheel zooms</source>
        <translation>鼠标：滚轮缩放</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move a dot</source>
        <translation>移动转折点</translation>
    </message>
    <message>
        <source>Move a frame without what it holds</source>
        <translation>只移动框，不移动其中内容</translation>
    </message>
    <message>
        <source>Move all wires of a port</source>
        <translation>移动端口的所有连线</translation>
    </message>
    <message>
        <source>Move frame</source>
        <translation>移动注释框</translation>
    </message>
    <message>
        <source>Move note</source>
        <translation>移动便签</translation>
    </message>
    <message>
        <source>Move the bottom edge of the selected frames and notes (also by a drag at an edge)</source>
        <translation>移动所选注释框和便签的下边缘（也可拖动边缘）</translation>
    </message>
    <message>
        <source>Move the end of a wire</source>
        <translation>移动连线的一端</translation>
    </message>
    <message>
        <source>Move the right edge of the selected frames and notes (also by a drag at an edge)</source>
        <translation>移动所选注释框和便签的右边缘（也可拖动边缘）</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Move up in the order of inputs</source>
        <translation>在输入顺序中上移</translation>
    </message>
    <message>
        <source>Move wire</source>
        <translation>移动连线</translation>
    </message>
    <message>
        <source>Move without snapping</source>
        <translation>移动时不吸附</translation>
    </message>
    <message>
        <source>Move {count} layers</source>
        <translation>移动 {count} 个层</translation>
    </message>
    <message>
        <source>Move {count} wires</source>
        <translation>移动 {count} 条连线</translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation>移动 {name}</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>Must fit what else arrives: {shapes}.</source>
        <translation>必须与其他输入相符：{shapes}。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the output</source>
        <translation>输出名称</translation>
    </message>
    <message>
        <source>name, class, is:error  type:conv  params:&gt;1e6  shape:28x28</source>
        <translation>名称、类型、is:error  type:conv  params:&gt;1e6  shape:28x28</translation>
    </message>
    <message>
        <source>named</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Names that this code does not define are read as Keras&apos;s: {names}.</source>
        <translation>代码中未定义的名称按 Keras 的来读取：{names}。</translation>
    </message>
    <message>
        <source>needs adapt</source>
        <translation>需要 adapt</translation>
    </message>
    <message>
        <source>Needs adapt: it takes its state from the training data when a run begins.</source>
        <translation>需要 adapt：训练开始时从训练数据获得状态。</translation>
    </message>
    <message>
        <source>nested model</source>
        <translation>嵌套模型</translation>
    </message>
    <message>
        <source>nested model that owns its weights</source>
        <translation>拥有自身权重的嵌套模型</translation>
    </message>
    <message>
        <source>Netwright designs Keras networks: draw, check, train, export.</source>
        <translation>Netwright 用于设计 Keras 网络：绘制、检查、训练、导出。</translation>
    </message>
    <message>
        <source>Netwright ended without saving {name}. Restore it?</source>
        <translation>Netwright 上次退出时未保存 {name}，是否恢复？</translation>
    </message>
    <message>
        <source>Netwright made a mistake ({kind}). Your work is kept; a recovery copy was saved.</source>
        <translation>Netwright 出现内部错误（{kind}）。当前的工作没有丢失，并已保存恢复副本。</translation>
    </message>
    <message>
        <source>Netwright projects</source>
        <translation>Netwright 项目</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>New from application</source>
        <translation>从预置模型新建</translation>
    </message>
    <message>
        <source>New from application…</source>
        <translation>从预置模型新建…</translation>
    </message>
    <message>
        <source>New from data…</source>
        <translation>从数据新建…</translation>
    </message>
    <message>
        <source>New from template</source>
        <translation>从模板新建</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>New parameter</source>
        <translation>新参数</translation>
    </message>
    <message>
        <source>new parameter, such as filters=64</source>
        <translation>新参数，例如 filters=64</translation>
    </message>
    <message>
        <source>New tab</source>
        <translation>新建标签页</translation>
    </message>
    <message>
        <source>new, at random</source>
        <translation>随机初始化</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>下一个面板</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Next project</source>
        <translation>下一个项目</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>no analysis</source>
        <translation>无分析结果</translation>
    </message>
    <message>
        <source>No bypass any more</source>
        <translation>取消旁路</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>No data is chosen; a source such as sklearn:digits or csv:measures.csv was expected.</source>
        <translation>尚未选择数据；应为 sklearn:digits 或 csv:measures.csv 这样的来源。</translation>
    </message>
    <message>
        <source>No data was chosen: the sample data {name} are used. Undo takes that back.</source>
        <translation>尚未选择数据：使用示例数据 {name}。可以撤销。</translation>
    </message>
    <message>
        <source>no errors</source>
        <translation>无错误</translation>
    </message>
    <message>
        <source>no errors, {count} hints</source>
        <translation>无错误，{count} 条提示</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>No layer</source>
        <translation>没有匹配的层</translation>
    </message>
    <message>
        <source>No layer matches “{text}”.</source>
        <translation>没有与“{text}”匹配的层。</translation>
    </message>
    <message>
        <source>No loss is chosen for the output {name}; training needs one.</source>
        <translation>输出 {name} 没有选择损失；训练需要损失。</translation>
    </message>
    <message>
        <source>No model has such a name.</source>
        <translation>没有这个名称的模型。</translation>
    </message>
    <message>
        <source>No model is made in this code; its layers stand as they are called.</source>
        <translation>这段代码中没有构建模型；其中的层按调用情况列出。</translation>
    </message>
    <message>
        <source>No node calls the layer {name!r} ({layer}).</source>
        <translation>没有节点调用层 {name!r}（{layer}）。</translation>
    </message>
    <message>
        <source>No output any more</source>
        <translation>取消输出</translation>
    </message>
    <message>
        <source>No problems: the network can be built and trained.</source>
        <translation>没有问题：网络可以构建和训练。</translation>
    </message>
    <message>
        <source>no such field</source>
        <translation>不含该字段</translation>
    </message>
    <message>
        <source>No weight for {names}: {reason}.</source>
        <translation>{names} 没有权重：{reason}。</translation>
    </message>
    <message>
        <source>No weights for {names}: {reason}.</source>
        <translation>{names} 没有权重：{reason}。</translation>
    </message>
    <message>
        <source>no {name}</source>
        <translation>无 {name}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none at its top level</source>
        <translation>顶层没有类</translation>
    </message>
    <message>
        <source>None of the weights in {name!r} fit this network; for example {layer!r}: {reason}.</source>
        <translation>“{name}”中的权重都与该网络不符；例如“{layer}”：{reason}。</translation>
    </message>
    <message>
        <source>None of the weights in {name!r} fit: the network has no layer with weights of such names and shapes.</source>
        <translation>“{name}”中没有相符的权重：网络中没有名称和形状与其权重相符的层。</translation>
    </message>
    <message>
        <source>None of the weights in {source} fit this network: {layers} should have a layer of the same name and shapes there.</source>
        <translation>{source} 中没有适合该网络的权重：{layers} 应在其中有名称和形状相同的层。</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>not in it: {absent}</source>
        <translation>其中没有：{absent}</translation>
    </message>
    <message>
        <source>Not trainable</source>
        <translation>不可训练</translation>
    </message>
    <message>
        <source>Not up to date: {reason}</source>
        <translation>代码未更新：{reason}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>便签</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Nothing comes out of the layers to fold, so they cannot be a block.</source>
        <translation>要折叠的层没有输出，因此不能成为块。</translation>
    </message>
    <message>
        <source>Nothing comes out of the selected layers, so they cannot be a block.</source>
        <translation>所选的层没有输出，因此不能成为块。</translation>
    </message>
    <message>
        <source>Nothing depends on the selected layers.</source>
        <translation>没有依赖所选层的层。</translation>
    </message>
    <message>
        <source>Nothing differs; only where things stand may.</source>
        <translation>没有差异，最多只是位置不同。</translation>
    </message>
    <message>
        <source>Nothing had to be changed.</source>
        <translation>无需任何改动。</translation>
    </message>
    <message>
        <source>Nothing here can break; {key} undoes everything.</source>
        <translation>尽管尝试，{key} 可以撤销任何操作。</translation>
    </message>
    <message>
        <source>Nothing is connected here yet.</source>
        <translation>这里还没有连线。</translation>
    </message>
    <message>
        <source>Nothing leads to the selected layers.</source>
        <translation>没有通向所选层的层。</translation>
    </message>
    <message>
        <source>Now at: {label}</source>
        <translation>当前位于：{label}</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>numbers such as {sample}</source>
        <translation>若干数字，例如 {sample}</translation>
    </message>
    <message>
        <source>numpy.{name} is not read here</source>
        <translation>不支持读取 numpy.{name}</translation>
    </message>
    <message>
        <source>of other shapes there: {different}</source>
        <translation>其中形状不同：{different}</translation>
    </message>
    <message>
        <source>of the last run</source>
        <translation>上次运行的权重</translation>
    </message>
    <message>
        <source>On the canvas: arrows go to the nearest layer, Ctrl and arrows move it, the wheel zooms, Space and drag pans. Every key can be changed in the settings ({key}).</source>
        <translation>在画布上：方向键转到最近的层，Ctrl 加方向键移动层，滚轮缩放，按住空格键拖动可平移。所有按键都可在设置（{key}）中更改。</translation>
    </message>
    <message>
        <source>On the test samples: {figures}.</source>
        <translation>测试样本：{figures}。</translation>
    </message>
    <message>
        <source>one block, behind {name}</source>
        <translation>一个块，接在 {name} 之后</translation>
    </message>
    <message>
        <source>one block, in a new project</source>
        <translation>一个块，放入新项目</translation>
    </message>
    <message>
        <source>one block, in this project</source>
        <translation>一个块，放入本项目</translation>
    </message>
    <message>
        <source>one column of labels for each unit</source>
        <translation>每个单元一列标签</translation>
    </message>
    <message>
        <source>one number for each unit</source>
        <translation>每个单元一个数值</translation>
    </message>
    <message>
        <source>one number, or two such as -0.2, 0.2</source>
        <translation>一个数字，或两个数字，例如 -0.2, 0.2</translation>
    </message>
    <message>
        <source>one of {choices}</source>
        <translation>以下值之一（{choices}）</translation>
    </message>
    <message>
        <source>one whole number of at least {low:g}, or {many}</source>
        <translation>一个不小于 {low:g} 的整数；也可以是：{many}</translation>
    </message>
    <message>
        <source>one whole number, or numbers or pairs such as (1, 1), (2, 2)</source>
        <translation>一个整数，或若干数字或数对，例如 (1, 1), (2, 2)</translation>
    </message>
    <message>
        <source>one whole number, or several such as 1, 2</source>
        <translation>一个整数，或若干个，例如 1, 2</translation>
    </message>
    <message>
        <source>one whole number, or {many}</source>
        <translation>一个整数；也可以是：{many}</translation>
    </message>
    <message>
        <source>one-hot rows</source>
        <translation>独热编码的行</translation>
    </message>
    <message>
        <source>Only a functional or sequential model has a graph that can be drawn; a class with a call of its own has none, and neither has a single layer. Received: {class_name!r}</source>
        <translation>只有函数式或 Sequential 模型才有可绘制的网络；自带 call 的类没有，单个层也没有。实际为：“{class_name}”</translation>
    </message>
    <message>
        <source>Only a functional or sequential model has a graph that can be drawn; a class with a call of its own has none. Received: {kind!r}</source>
        <translation>只有函数式或 Sequential 模型才有可绘制的网络；自带 call 的类没有。实际为：“{kind}”</translation>
    </message>
    <message>
        <source>Only input and output, wired</source>
        <translation>仅连好的输入和输出</translation>
    </message>
    <message>
        <source>Only input nodes can be a model&apos;s inputs. Received: {name!r}</source>
        <translation>只有输入节点才能作为模型的输入。收到的是：{name!r}</translation>
    </message>
    <message>
        <source>only the fields of {tag!r}</source>
        <translation>只含“{tag}”的字段</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open a project, a Keras model of any version, Python code or a notebook</source>
        <translation>打开项目、任意版本的 Keras 模型、Python 代码或笔记本</translation>
    </message>
    <message>
        <source>Open another project beside this one</source>
        <translation>在旁边打开另一个项目</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>打开数据</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open or select a block to keep it for other projects.</source>
        <translation>请打开或选择一个块，以便存入库供其他项目使用。</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open projects</source>
        <translation>已打开的项目</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Open the block</source>
        <translation>打开块</translation>
    </message>
    <message>
        <source>open the Keras model it was made of</source>
        <translation>请打开生成它的 Keras 模型</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Opened {name} ({kind})</source>
        <translation>已打开 {name}（{kind}）</translation>
    </message>
    <message>
        <source>Opening {name!r} was cancelled.</source>
        <translation>已取消打开“{name}”。</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Optimizer, loss and metrics</source>
        <translation>优化器、损失和指标</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Output {name!r} differs from the original: one of them gives values that are no numbers.</source>
        <translation>输出“{name}”与原模型不同：其中一方的值不是数。</translation>
    </message>
    <message>
        <source>Output {name!r} has the shape {shape}; the original gives {original_shape}.</source>
        <translation>输出“{name}”的形状为 {shape}；原模型给出 {original_shape}。</translation>
    </message>
    <message>
        <source>Output {name!r}: the largest difference from the original is {difference:.2g} (its values reach {largest:.4g}).</source>
        <translation>输出“{name}”：与原模型的最大差异为 {difference:.2g}（其值最大达 {largest:.4g}）。</translation>
    </message>
    <message>
        <source>Output {number}</source>
        <translation>输出 {number}</translation>
    </message>
    <message>
        <source>output_shape says {said}, but its function returns {found} per sample</source>
        <translation>output_shape 写的是 {said}，但函数为每个样本返回 {found}</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>outputs of {shapes}</source>
        <translation>形状为 {shapes} 的输出</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>ParametricSoftplus was alpha * log(1 + exp(beta * x)) with learned alpha and beta; Activation(&apos;softplus&apos;) is the nearest layer.</source>
        <translation>ParametricSoftplus 是 alpha * log(1 + exp(beta * x))，其中 alpha 和 beta 可学习；最接近的层是 Activation(&apos;softplus&apos;)。</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste 1 layer</source>
        <translation>粘贴 1 个层</translation>
    </message>
    <message>
        <source>Paste with wires</source>
        <translation>带连线粘贴</translation>
    </message>
    <message>
        <source>Paste {count} layers</source>
        <translation>粘贴 {count} 个层</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文本</translation>
    </message>
    <message>
        <source>PeepholeLSTMCell was an LSTMCell whose gates also saw the cell state; LSTMCell is the nearest.</source>
        <translation>PeepholeLSTMCell 是门控还能看到细胞状态的 LSTMCell；最接近的是 LSTMCell。</translation>
    </message>
    <message>
        <source>Picture of the canvas</source>
        <translation>画布图片</translation>
    </message>
    <message>
        <source>Pictures with a project inside</source>
        <translation>内含项目的图片</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>Pixels for each pixel of the canvas at 100 %</source>
        <translation>画布 100 % 时每像素对应的像素数</translation>
    </message>
    <message>
        <source>PNG with the project inside, {scale}×</source>
        <translation>内含项目的 PNG，{scale} 倍</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>pooling window {size}</source>
        <translation>池化窗口 {size}</translation>
    </message>
    <message>
        <source>Precision of new projects</source>
        <translation>新项目的精度</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>preparing the run</source>
        <translation>准备运行</translation>
    </message>
    <message>
        <source>Press {key} to add a layer, or drag one from the palette.</source>
        <translation>按 {key} 添加层，或从面板拖入。</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation>上一个面板</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>上一个问题</translation>
    </message>
    <message>
        <source>Previous project</source>
        <translation>上一个项目</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Progress of the epoch</source>
        <translation>本轮进度</translation>
    </message>
    <message>
        <source>Progress of the whole run</source>
        <translation>总进度</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>publication</source>
        <translation>论文样式</translation>
    </message>
    <message>
        <source>Put a layer into a wire</source>
        <translation>把层插入连线</translation>
    </message>
    <message>
        <source>Put a titled frame around what is selected, or at the pointer</source>
        <translation>在所选内容周围或指针处放一个带标题的框</translation>
    </message>
    <message>
        <source>Put it in the graph&apos;s place</source>
        <translation>用它替换图</translation>
    </message>
    <message>
        <source>Put the selected layers into one line along the flow</source>
        <translation>把所选的层沿数据流方向排成一条直线</translation>
    </message>
    <message>
        <source>Put the selected layers on the clipboard as Keras code</source>
        <translation>将所选层以 Keras 代码放到剪贴板</translation>
    </message>
    <message>
        <source>Put what is selected, or everything, on the clipboard as a picture</source>
        <translation>将所选内容或全部内容作为图片放到剪贴板</translation>
    </message>
    <message>
        <source>Put {layers} between {source} and {target}</source>
        <translation>在 {source} 和 {target} 之间放入 {layers}</translation>
    </message>
    <message>
        <source>Python cannot be started for the export: {reason}.</source>
        <translation>无法启动 Python 进行导出：{reason}。</translation>
    </message>
    <message>
        <source>Python cannot be started to run {name!r}: {reason}.</source>
        <translation>无法启动 Python 来运行“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Python cannot be started to try the file: {reason}.</source>
        <translation>无法启动 Python 来试运行该文件：{reason}。</translation>
    </message>
    <message>
        <source>Python code</source>
        <translation>Python 代码</translation>
    </message>
    <message>
        <source>Python code and notebooks</source>
        <translation>Python 代码和笔记本</translation>
    </message>
    <message>
        <source>Python code from a file, which is not run</source>
        <translation>来自文件的 Python 代码（不会运行）</translation>
    </message>
    <message>
        <source>Python code whose source is not known</source>
        <translation>源码未知的 Python 代码</translation>
    </message>
    <message>
        <source>Python files</source>
        <translation>Python 文件</translation>
    </message>
    <message>
        <source>Quantised ({quantize}), so its numbers differ a little.</source>
        <translation>已量化（{quantize}），因此数值略有差异。</translation>
    </message>
    <message>
        <source>Quantised ({quantize}): compared on {count} samples of the data.</source>
        <translation>已量化（{quantize}）：在数据的 {count} 个样本上进行了比对。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>RandomFourierFeatures approximated a kernel with random projections; a Dense layer that is not trainable with a cosine Activation is the nearest.</source>
        <translation>RandomFourierFeatures 用随机投影近似核函数；最接近的是不可训练的 Dense 层加余弦 Activation。</translation>
    </message>
    <message>
        <source>RandomHeight stretched images by a random height while training; RandomZoom with a height factor is the nearest layer.</source>
        <translation>RandomHeight 在训练时随机拉伸图像的高度；最接近的层是设置了高度系数的 RandomZoom。</translation>
    </message>
    <message>
        <source>RandomWidth stretched images by a random width while training; RandomZoom with a width factor is the nearest layer.</source>
        <translation>RandomWidth 在训练时随机拉伸图像的宽度；最接近的层是设置了宽度系数的 RandomZoom。</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Read again, the model computes other numbers: the largest difference is {apart:.2g}, expected at most {tolerance:g}.</source>
        <translation>重新读取后，模型的计算结果不同：最大差异为 {apart:.2g}，应不超过 {tolerance:g}。</translation>
    </message>
    <message>
        <source>Read and trust…</source>
        <translation>查看并信任…</translation>
    </message>
    <message>
        <source>Read the data</source>
        <translation>读取数据</translation>
    </message>
    <message>
        <source>Read the text</source>
        <translation>读取文本</translation>
    </message>
    <message>
        <source>Read {name}</source>
        <translation>读取 {name}</translation>
    </message>
    <message>
        <source>Reading was stopped</source>
        <translation>读取已停止</translation>
    </message>
    <message>
        <source>Reading was stopped here: the code takes too long.</source>
        <translation>读取在此停止：代码耗时过长。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Recovery copy after</source>
        <translation>恢复副本间隔</translation>
    </message>
    <message>
        <source>Recurrent was the base of recurrent layers; use RNN with a cell.</source>
        <translation>Recurrent 是循环层的基类；请使用带单元的 RNN。</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo {label}</source>
        <translation>重做：{label}</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Regularization and constraints</source>
        <translation>正则化与约束</translation>
    </message>
    <message>
        <source>regularizer</source>
        <translation>正则化器</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove a constant</source>
        <translation>移除常量</translation>
    </message>
    <message>
        <source>Remove a dot</source>
        <translation>移除转折点</translation>
    </message>
    <message>
        <source>Remove from the favourites</source>
        <translation>移出收藏</translation>
    </message>
    <message>
        <source>Remove the wire from {source} to {target}</source>
        <translation>删除从 {source} 到 {target} 的连线</translation>
    </message>
    <message>
        <source>Remove {count} dots</source>
        <translation>移除 {count} 个转折点</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>removed: it follows from the other settings</source>
        <translation>已移除：可由其他设置推出</translation>
    </message>
    <message>
        <source>removed: {why}</source>
        <translation>已移除：{why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename an output</source>
        <translation>重命名输出</translation>
    </message>
    <message>
        <source>Rename the frame</source>
        <translation>重命名注释框</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>Rename to {name}</source>
        <translation>重命名为 {name}</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>重命名 {name}</translation>
    </message>
    <message>
        <source>Reorder the inputs</source>
        <translation>调整输入顺序</translation>
    </message>
    <message>
        <source>repeated {count} times</source>
        <translation>重复 {count} 次</translation>
    </message>
    <message>
        <source>repeats</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace layer…</source>
        <translation>替换层…</translation>
    </message>
    <message>
        <source>Replace the layers by</source>
        <translation>将这些层替换为</translation>
    </message>
    <message>
        <source>Replace {name} by</source>
        <translation>将 {name} 替换为</translation>
    </message>
    <message>
        <source>Replace {name} by {type}</source>
        <translation>将 {name} 替换为 {type}</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset {name}</source>
        <translation>重置 {name}</translation>
    </message>
    <message>
        <source>Reset {name} to {value}</source>
        <translation>把 {name} 恢复为 {value}</translation>
    </message>
    <message>
        <source>ResidualWrapper added the input of a recurrent cell to its output; use RNN and Add.</source>
        <translation>ResidualWrapper 将循环单元的输入加到其输出上；请使用 RNN 和 Add。</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>调整大小</translation>
    </message>
    <message>
        <source>Resize frame</source>
        <translation>调整注释框大小</translation>
    </message>
    <message>
        <source>Resize note</source>
        <translation>调整便签大小</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Right edges</source>
        <translation>右边缘</translation>
    </message>
    <message>
        <source>Row {row} of {name} has a cell of more than {most:,} characters.</source>
        <translation>{name} 的第 {row} 行有一个单元格超过 {most:,} 个字符。</translation>
    </message>
    <message>
        <source>Row {row} of {name} has {count} fields; {expected} were expected as in row {other}.</source>
        <translation>{name} 的第 {row} 行有 {count} 个字段；应与第 {other} 行一样有 {expected} 个。</translation>
    </message>
    <message>
        <source>Row {row} of {name} is no CSV: {error}.</source>
        <translation>{name} 的第 {row} 行不是 CSV：{error}。</translation>
    </message>
    <message>
        <source>row {shown}</source>
        <translation>第 {shown} 行</translation>
    </message>
    <message>
        <source>rows {shown}</source>
        <translation>第 {shown} 行</translation>
    </message>
    <message>
        <source>rows {shown} and {more} more</source>
        <translation>第 {shown} 行及另外 {more} 行</translation>
    </message>
    <message>
        <source>Run the code of {name}?</source>
        <translation>运行“{name}”的代码？</translation>
    </message>
    <message>
        <source>Run the file that was opened and this model on the same inputs</source>
        <translation>用相同的输入分别运行所打开的文件和当前模型</translation>
    </message>
    <message>
        <source>run {name}</source>
        <translation>运行 {name}</translation>
    </message>
    <message>
        <source>Run {name} for its layers?</source>
        <translation>运行 {name} 以使用其中的层？</translation>
    </message>
    <message>
        <source>run {run}, {count} epochs</source>
        <translation>运行 {run}，{count} 轮</translation>
    </message>
    <message>
        <source>Runs are kept in a folder, but {folder} is a file.</source>
        <translation>运行记录应保存在文件夹中，但 {folder} 是文件。</translation>
    </message>
    <message>
        <source>Samples for each step of the optimizer.</source>
        <translation>优化器每一步使用的样本数（批次大小）。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save project as</source>
        <translation>项目另存为</translation>
    </message>
    <message>
        <source>Save the changes to {name} first?</source>
        <translation>是否先保存对 {name} 的更改？</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Save what is selected, or everything, as PNG, SVG or PDF; a PNG holds the project and opens again</source>
        <translation>将所选内容或全部内容保存为 PNG、SVG 或 PDF；PNG 内含项目，可重新打开</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saving the best weights and the model</source>
        <translation>正在保存最佳权重和模型</translation>
    </message>
    <message>
        <source>saving the weights</source>
        <translation>保存权重</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search by name, class, problems, parameters or shape, and go from hit to hit</source>
        <translation>按名称、类型、问题、参数或形状查找，并逐个转到结果</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Search commands and layers</source>
        <translation>搜索命令和层</translation>
    </message>
    <message>
        <source>Search commands or keys</source>
        <translation>搜索命令或按键</translation>
    </message>
    <message>
        <source>Search every command by name and run it</source>
        <translation>按名称搜索并执行任何命令</translation>
    </message>
    <message>
        <source>Search for a layer and add it behind the selected one</source>
        <translation>搜索层并添加到所选层之后</translation>
    </message>
    <message>
        <source>Search for a layer to add</source>
        <translation>搜索要添加的层</translation>
    </message>
    <message>
        <source>Search layers</source>
        <translation>搜索层</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>See it the other way round: what is added is then removed</source>
        <translation>反过来看：新增的即为移除的</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Select a block to write out.</source>
        <translation>请选择要展开的块。</translation>
    </message>
    <message>
        <source>Select a layer to call again; an input cannot be shared.</source>
        <translation>请选择要再次调用的层；输入不能共享。</translation>
    </message>
    <message>
        <source>Select a layer to read what it does.</source>
        <translation>请选择一个层以查看其说明。</translation>
    </message>
    <message>
        <source>Select a layer to replace; an input stays an input.</source>
        <translation>请选择要替换的层；输入层不能替换。</translation>
    </message>
    <message>
        <source>Select a layer to see and change its parameters.</source>
        <translation>选择一个层以查看和修改其参数。</translation>
    </message>
    <message>
        <source>Select a layer with two inputs, or two wires into one layer.</source>
        <translation>请选择一个有两个输入的层，或进入同一层的两条连线。</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select at least three layers to distribute them.</source>
        <translation>请至少选择三层再等距分布。</translation>
    </message>
    <message>
        <source>Select at least two layers to align them.</source>
        <translation>请至少选择两层再对齐。</translation>
    </message>
    <message>
        <source>Select by a box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Select by a lasso</source>
        <translation>套索选择</translation>
    </message>
    <message>
        <source>Select layers that are wired, or several of them.</source>
        <translation>请选择已连线的层，或选择多个层。</translation>
    </message>
    <message>
        <source>Select layers to bypass; an input cannot be bypassed.</source>
        <translation>请选择要旁路的层；输入不能旁路。</translation>
    </message>
    <message>
        <source>Select layers to freeze; inputs and operations have nothing to train.</source>
        <translation>请选择要冻结的层；输入和运算没有可训练的权重。</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select one block to open it.</source>
        <translation>请选择一个要打开的块。</translation>
    </message>
    <message>
        <source>Select the layers that are to become a block first.</source>
        <translation>请先选中要组成块的层。</translation>
    </message>
    <message>
        <source>Select the layers whose code you want.</source>
        <translation>请选择要复制代码的层。</translation>
    </message>
    <message>
        <source>Select what depends on it</source>
        <translation>选择下游的层</translation>
    </message>
    <message>
        <source>Select what leads here</source>
        <translation>选择上游的层</translation>
    </message>
    <message>
        <source>Selection box</source>
        <translation>选择框</translation>
    </message>
    <message>
        <source>SequenceFeatures turned sequence feature columns into one tensor; use an Input per column.</source>
        <translation>SequenceFeatures 将序列特征列合成一个张量；请为每列使用一个输入（Input）。</translation>
    </message>
    <message>
        <source>Set a constant</source>
        <translation>设置常量</translation>
    </message>
    <message>
        <source>Set bookmark 1</source>
        <translation>设置书签 1</translation>
    </message>
    <message>
        <source>Set bookmark 2</source>
        <translation>设置书签 2</translation>
    </message>
    <message>
        <source>Set bookmark 3</source>
        <translation>设置书签 3</translation>
    </message>
    <message>
        <source>Set bookmark 4</source>
        <translation>设置书签 4</translation>
    </message>
    <message>
        <source>Set bookmark 5</source>
        <translation>设置书签 5</translation>
    </message>
    <message>
        <source>Set bookmark 6</source>
        <translation>设置书签 6</translation>
    </message>
    <message>
        <source>Set bookmark 7</source>
        <translation>设置书签 7</translation>
    </message>
    <message>
        <source>Set bookmark 8</source>
        <translation>设置书签 8</translation>
    </message>
    <message>
        <source>Set bookmark 9</source>
        <translation>设置书签 9</translation>
    </message>
    <message>
        <source>Set the budget of {name}</source>
        <translation>设置 {name} 的预算</translation>
    </message>
    <message>
        <source>Set the shape of {name} to {shape}</source>
        <translation>将 {name} 的形状设为 {shape}</translation>
    </message>
    <message>
        <source>Set {name}</source>
        <translation>设置 {name}</translation>
    </message>
    <message>
        <source>Set {name} to {value}</source>
        <translation>把 {name} 设为 {value}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>settings that it does not tell ({name})</source>
        <translation>它没有给出的设置（{name}）</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Several layers of the model are named {wanted!r}; wires that name it lead to the first of them.</source>
        <translation>模型中有多个层名为“{wanted}”；指向该名称的连线接到其中第一个层。</translation>
    </message>
    <message>
        <source>several types</source>
        <translation>多种类型</translation>
    </message>
    <message>
        <source>several values</source>
        <translation>多个值</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Shift and click the left end of the card</source>
        <translation>按住 Shift 点击卡片左端</translation>
    </message>
    <message>
        <source>Shift and click the right end of the card</source>
        <translation>按住 Shift 点击卡片右端</translation>
    </message>
    <message>
        <source>Shift: insert {what}</source>
        <translation>Shift：插入 {what}</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show in the project</source>
        <translation>在项目中显示</translation>
    </message>
    <message>
        <source>Show selection</source>
        <translation>显示所选层</translation>
    </message>
    <message>
        <source>Show the code of the graph as Netwright writes it, in place of this text</source>
        <translation>用 Netwright 为图生成的代码替换这段文本</translation>
    </message>
    <message>
        <source>Show the layer</source>
        <translation>显示该层</translation>
    </message>
    <message>
        <source>Show the line</source>
        <translation>显示该行</translation>
    </message>
    <message>
        <source>Show the selected layers as small cards</source>
        <translation>将所选层显示为小卡片</translation>
    </message>
    <message>
        <source>Show the whole graph in a corner of the canvas</source>
        <translation>在画布一角显示整个图</translation>
    </message>
    <message>
        <source>Show what was added, removed and changed since another project, model file or code</source>
        <translation>显示相对于另一个项目、模型文件或代码新增、移除和更改了什么</translation>
    </message>
    <message>
        <source>Show what was changed since the project was trained</source>
        <translation>显示项目自训练以来更改了什么</translation>
    </message>
    <message>
        <source>Show what was upgraded, kept as it is, or left out</source>
        <translation>显示哪些被升级、原样保留或省略</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>sizes such as 28, 28, 1 (None where a size is open)</source>
        <translation>各维大小，例如 28, 28, 1（未定的大小写 None）</translation>
    </message>
    <message>
        <source>Snap distance</source>
        <translation>吸附距离</translation>
    </message>
    <message>
        <source>Snapping</source>
        <translation>吸附</translation>
    </message>
    <message>
        <source>So it is with 1 more layer.</source>
        <translation>另有 1 个层也是如此。</translation>
    </message>
    <message>
        <source>So it is with {more} more layers.</source>
        <translation>另有 {more} 个层也是如此。</translation>
    </message>
    <message>
        <source>Some of the weights are loaded; the report names the layers that got none.</source>
        <translation>已载入部分权重；报告列出了没有得到权重的层。</translation>
    </message>
    <message>
        <source>something from a file that is not understood here</source>
        <translation>来自文件、这里无法识别的内容</translation>
    </message>
    <message>
        <source>sources in lists and maps</source>
        <translation>列表或映射中的来源</translation>
    </message>
    <message>
        <source>SReLU was a learned activation of three straight pieces per unit; PReLU is the nearest layer.</source>
        <translation>SReLU 是每个单元三段直线的可学习激活函数；最接近的层是 PReLU。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start from a template</source>
        <translation>从模板开始</translation>
    </message>
    <message>
        <source>Start from data</source>
        <translation>从数据开始</translation>
    </message>
    <message>
        <source>Start from ResNet50, VGG16 or another model of keras.applications, or add one as a block</source>
        <translation>从 ResNet50、VGG16 等 keras.applications 模型开始，或把它作为块加入</translation>
    </message>
    <message>
        <source>Start from {name}</source>
        <translation>从 {name} 开始</translation>
    </message>
    <message>
        <source>Start with an empty canvas</source>
        <translation>从空白画布开始</translation>
    </message>
    <message>
        <source>step {step} / {steps} · {ms} ms/step · {left} left</source>
        <translation>第 {step} / {steps} 步 · {ms} 毫秒/步 · 剩余 {left}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop after this epoch</source>
        <translation>本轮结束后停止</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Stop when the validation loss has not improved for this many epochs; empty: never.</source>
        <translation>验证损失连续这么多轮次没有改善就停止；留空表示从不提前停止。</translation>
    </message>
    <message>
        <source>Stop, keep best</source>
        <translation>停止并保留最佳</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped on request after epoch {epoch}.</source>
        <translation>第 {epoch} 轮结束后已按要求停止。</translation>
    </message>
    <message>
        <source>Stopped on request after epoch {epoch}; epoch {best} was the best.</source>
        <translation>第 {epoch} 轮结束后已按要求停止；第 {best} 轮最佳。</translation>
    </message>
    <message>
        <source>Stopped on request before an epoch was complete; the weights of that moment are kept.</source>
        <translation>在第一轮完成之前已按要求停止；保留当时的权重。</translation>
    </message>
    <message>
        <source>Stopped on request before training began.</source>
        <translation>训练开始前已按要求停止。</translation>
    </message>
    <message>
        <source>Stopped on request during epoch {epoch}.</source>
        <translation>在第 {epoch} 轮中途已按要求停止。</translation>
    </message>
    <message>
        <source>Stopped on request during epoch {epoch}; epoch {best} was the best.</source>
        <translation>在第 {epoch} 轮中途已按要求停止；第 {best} 轮最佳。</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Stopping after this epoch; the best weights are kept.</source>
        <translation>本轮结束后停止；最佳权重会保留。</translation>
    </message>
    <message>
        <source>Stopping: TensorFlow is compiling the model and cannot be interrupted until it is done.</source>
        <translation>正在停止：TensorFlow 正在编译模型，完成之前无法中断。</translation>
    </message>
    <message>
        <source>Stopping; the best weights are kept.</source>
        <translation>正在停止；最佳权重会保留。</translation>
    </message>
    <message>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>样式</translation>
    </message>
    <message>
        <source>Such a picture can be opened again like a project.</source>
        <translation>这样的图片可以像项目一样重新打开。</translation>
    </message>
    <message>
        <source>super() is not known here</source>
        <translation>super() 在此未知</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>Swap the inputs of {name}</source>
        <translation>交换 {name} 的输入</translation>
    </message>
    <message>
        <source>Swap two inputs</source>
        <translation>交换两个输入</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Take all inputs in their order</source>
        <translation>按顺序使用所有输入</translation>
    </message>
    <message>
        <source>Take it all the same</source>
        <translation>仍然采用</translation>
    </message>
    <message>
        <source>Take out of the chain</source>
        <translation>从链中取出</translation>
    </message>
    <message>
        <source>Take the code into the graph</source>
        <translation>将代码应用到图</translation>
    </message>
    <message>
        <source>Take {count} layers out</source>
        <translation>取出 {count} 层</translation>
    </message>
    <message>
        <source>Take {name} out</source>
        <translation>取出 {name}</translation>
    </message>
    <message>
        <source>Takes {sizes} sizes per sample.</source>
        <translation>每个样本须为 {sizes} 维。</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Tell them apart</source>
        <translation>自动区分</translation>
    </message>
    <message>
        <source>TensorFlow is compiling the model; a stop waits until that is done.</source>
        <translation>TensorFlow 正在编译模型；停止操作要等编译完成。</translation>
    </message>
    <message>
        <source>TensorFlow is compiling the validation; a stop waits until that is done.</source>
        <translation>TensorFlow 正在编译验证过程；停止操作要等编译完成。</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>text in UTF-8</source>
        <translation>UTF-8 文本</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>便签文字</translation>
    </message>
    <message>
        <source>That wire is no longer there.</source>
        <translation>那条连线已经不在了。</translation>
    </message>
    <message>
        <source>The activity penalty of {name!r} was summed over the batch; Keras 3 divides by the batch size.</source>
        <translation>“{name}”的活动惩罚按批次求和；Keras 3 会除以批大小。</translation>
    </message>
    <message>
        <source>The activity regularizer of {name!r} was summed over the batch; Keras 3 divides by the batch size.</source>
        <translation>“{name}”的活动正则化项按批次求和；Keras 3 会除以批大小。</translation>
    </message>
    <message>
        <source>The archive keeps the model in a folder {prefix!r}.</source>
        <translation>归档将模型放在文件夹“{prefix}”中。</translation>
    </message>
    <message>
        <source>the array is too large</source>
        <translation>数组太大</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} claims the shape {shape} of {dtype}, which does not match its {size:,} bytes; the file is damaged.</source>
        <translation>{name} 的数组“{key}”声明的形状为 {shape}、类型为 {dtype}，与其 {size:,} 字节不符；文件已损坏。</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} has the shape {shape}, which holds no values.</source>
        <translation>{name} 的数组“{key}”形状为 {shape}，不含任何值。</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} has the shape {shape}; samples along its first axis were expected.</source>
        <translation>{name} 的数组“{key}”形状为 {shape}；第一个轴应为样本。</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} has the type {dtype}; real numbers were expected.</source>
        <translation>{name} 的数组“{key}”类型为 {dtype}；应为实数。</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} holds Python objects (a pickle), which are never loaded.</source>
        <translation>{name} 的数组“{key}”包含 Python 对象（pickle），这类内容从不加载。</translation>
    </message>
    <message>
        <source>The array {key!r} of {name} holds text, but an input must be numbers.</source>
        <translation>{name} 的数组“{key}”是文本，但输入必须是数值。</translation>
    </message>
    <message>
        <source>the array {path!r} has the shape {shape}; expected {expected}</source>
        <translation>数组“{path}”的形状为 {shape}；应为 {expected}</translation>
    </message>
    <message>
        <source>the array {path!r} holds no numbers of a known kind (its type is {name})</source>
        <translation>数组“{path}”中不是已知类型的数值（其类型为 {name}）</translation>
    </message>
    <message>
        <source>the array {path!r} is kept in another file, which is not opened</source>
        <translation>数组“{path}”存放在另一个文件中，该文件不会打开</translation>
    </message>
    <message>
        <source>the array {path!r} is kept in chunks of {size:,.0f} MiB, larger than itself</source>
        <translation>数组“{path}”按 {size:,.0f} MiB 的块存放，比它自身还大</translation>
    </message>
    <message>
        <source>the array {path!r} is packed in a way that Keras does not use</source>
        <translation>数组“{path}”的压缩方式不是 Keras 使用的</translation>
    </message>
    <message>
        <source>the arrays in the file are not those of such a layer</source>
        <translation>文件中的数组不属于这样的层</translation>
    </message>
    <message>
        <source>The arrays of {name} have different numbers of samples: {shown}.</source>
        <translation>{name} 中各数组的样本数不同：{shown}。</translation>
    </message>
    <message>
        <source>The attribute {name!r} is not known</source>
        <translation>属性“{name}”未知</translation>
    </message>
    <message>
        <source>the batch is always the first axis</source>
        <translation>第一个轴始终是批次</translation>
    </message>
    <message>
        <source>The block &apos;{name}&apos; cannot be part of itself.</source>
        <translation>块“{name}”不能包含自身。</translation>
    </message>
    <message>
        <source>The block instance {name!r} brings the network to {total:,} layers written out; at most {limit:,} are supported.</source>
        <translation>块实例 {name!r} 展开后网络将有 {total:,} 层；最多支持 {limit:,} 层。</translation>
    </message>
    <message>
        <source>The block instance {name!r} must repeat a whole number of times, at least once. Received: {repeat!r}</source>
        <translation>块实例 {name!r} 的重复次数必须是整数，且至少为一次。收到的是：{repeat!r}</translation>
    </message>
    <message>
        <source>The block {block!r} contains itself ({chain}); a block cannot be part of itself.</source>
        <translation>块 {block!r} 包含了它自己（{chain}）；块不能是自身的一部分。</translation>
    </message>
    <message>
        <source>The block {block!r} uses other blocks; it cannot be taken over alone.</source>
        <translation>块 {block!r} 用到了其他块，不能单独取用。</translation>
    </message>
    <message>
        <source>The block {name!r} cannot be removed from the library: {reason}.</source>
        <translation>无法从块库中删除块“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>The block {name!r} contains itself; a block cannot be part of itself.</source>
        <translation>块“{name}”包含自身；块不能是自身的一部分。</translation>
    </message>
    <message>
        <source>the block {name!r} has no output</source>
        <translation>块“{name}”没有输出</translation>
    </message>
    <message>
        <source>the block {name!r} has no parameter {unknown!r}</source>
        <translation>块“{name}”没有参数“{unknown}”</translation>
    </message>
    <message>
        <source>The call of {name!r} was given {unknown}, which a project cannot hold.</source>
        <translation>“{name}”的调用收到了 {unknown}，项目无法保存这种内容。</translation>
    </message>
    <message>
        <source>The callback {name} cannot be made: {error}</source>
        <translation>回调 {name} 无法创建：{error}</translation>
    </message>
    <message>
        <source>The callback {name} is a class of this code, which is not run.</source>
        <translation>回调 {name} 是这段代码中的类，不会运行。</translation>
    </message>
    <message>
        <source>The callback {name} is not taken over.</source>
        <translation>回调 {name} 没有沿用。</translation>
    </message>
    <message>
        <source>The callback {shown} is not run from a project; {known} are.</source>
        <translation>项目不能运行回调 {shown}；可用的有 {known}。</translation>
    </message>
    <message>
        <source>The calls of the layer {layer!r} cannot be read: expected lists of [layer, node, tensor], got {data!r}.</source>
        <translation>层“{layer}”的调用无法读取：应为 [层、节点、张量] 列表，实际为 {data}。</translation>
    </message>
    <message>
        <source>The canvas is empty. Drag a layer onto it, or press Tab to search for one.</source>
        <translation>画布为空。拖入一个层，或按 Tab 搜索。</translation>
    </message>
    <message>
        <source>The cards as they are arranged; a PNG can hold the project</source>
        <translation>按当前排列绘制卡片；PNG 可内含项目</translation>
    </message>
    <message>
        <source>The chain closes behind the selected layers (also a drag with Alt)</source>
        <translation>取出所选的层，其前后自动相连（也可按住 Alt 拖动）</translation>
    </message>
    <message>
        <source>The class {class_name} has code of its own, which is not run</source>
        <translation>类 {class_name} 有自己的代码，该代码不会运行</translation>
    </message>
    <message>
        <source>The class {name!r} of this code is not run</source>
        <translation>代码中的类“{name}”不会运行</translation>
    </message>
    <message>
        <source>The class {name} is called without a tensor</source>
        <translation>调用类 {name} 时没有给出张量</translation>
    </message>
    <message>
        <source>The class {name} is not read: its call gives no output that is known.</source>
        <translation>类 {name} 未读取：其 call 没有给出已知的输出。</translation>
    </message>
    <message>
        <source>The clipboard holds no layers; copy some on a canvas first.</source>
        <translation>剪贴板中没有层；请先在画布上复制。</translation>
    </message>
    <message>
        <source>The clipboard holds no text to paste.</source>
        <translation>剪贴板中没有可粘贴的文本。</translation>
    </message>
    <message>
        <source>the code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>The code cells make no model; the code that stands in the text of the notebook was read, too.</source>
        <translation>代码单元格中没有构建模型；已同时读取笔记本正文中的代码。</translation>
    </message>
    <message>
        <source>The code is nested too deeply to be read.</source>
        <translation>代码嵌套过深，无法读取。</translation>
    </message>
    <message>
        <source>The code is on the clipboard.</source>
        <translation>代码已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The code is too long: {size:.1f} MiB, at most {most} MiB are read.</source>
        <translation>代码太长：{size:.1f} MiB，最多读取 {most} MiB。</translation>
    </message>
    <message>
        <source>The code makes more models than {name!r}, which was taken: {names}.</source>
        <translation>除已采用的“{name}”外，代码中还有其他模型：{names}。</translation>
    </message>
    <message>
        <source>The code makes new weights; training here starts from {entries}.</source>
        <translation>这段代码会创建新权重；而此处的训练从 {entries} 开始。</translation>
    </message>
    <message>
        <source>The code makes {count:,} models; only the last ones were compared.</source>
        <translation>这段代码创建了 {count:,} 个模型；只比较了其中最后的一些。</translation>
    </message>
    <message>
        <source>The code of this model</source>
        <translation>该模型的代码</translation>
    </message>
    <message>
        <source>The code raises {raised} here.</source>
        <translation>代码在此抛出异常 {raised}。</translation>
    </message>
    <message>
        <source>The colours of diagrams, {name}, cannot be read.</source>
        <translation>结构图的颜色文件 {name} 无法读取。</translation>
    </message>
    <message>
        <source>The column to predict.</source>
        <translation>要预测的列。</translation>
    </message>
    <message>
        <source>The column {column!r} is both a feature and the target; it can be one of them.</source>
        <translation>列“{column}”既是特征又是目标；只能二选一。</translation>
    </message>
    <message>
        <source>The column {name!r} has whole numbers beyond 16,777,216, which float32 rounds; is it an identifier rather than a measure?</source>
        <translation>列“{name}”有超过 16,777,216 的整数，float32 会将其舍入；它是不是编号而非测量值？</translation>
    </message>
    <message>
        <source>The column {name!r} of {source} has infinite or too large values in {rows}; numbers up to 3.4e38 were expected.</source>
        <translation>{source} 的列“{name}”在 {rows} 有无穷大或过大的值；数值不能超过 3.4e38。</translation>
    </message>
    <message>
        <source>The column {name!r} of {source} holds text ({content!r} in row {row}), but features must be numbers; leave it out of the features, write numbers, or name it among the features to use it as text.</source>
        <translation>{source} 的列“{name}”包含文本（第 {row} 行的“{content}”），但特征必须是数值；请不要将它作为特征，或改成数值，或在特征中列出它以作文本使用。</translation>
    </message>
    <message>
        <source>The column {name!r} of {source} is empty; it has no mean.</source>
        <translation>{source} 的列“{name}”是空的，没有平均值。</translation>
    </message>
    <message>
        <source>The columns to predict from, separated by commas; all others if empty.</source>
        <translation>用来预测的列，以逗号分隔；留空表示其余所有列。</translation>
    </message>
    <message>
        <source>the conversion failed</source>
        <translation>转换失败</translation>
    </message>
    <message>
        <source>the converter</source>
        <translation>转换器</translation>
    </message>
    <message>
        <source>The copies are fed by what feeds the originals</source>
        <translation>副本与原来的层使用相同的输入来源</translation>
    </message>
    <message>
        <source>The copies follow the pointer until a click (or drag with Ctrl)</source>
        <translation>副本跟随指针，单击放下（也可按住 Ctrl 拖动）</translation>
    </message>
    <message>
        <source>The copies of {name!r} are not called alike, so they cannot be one block.</source>
        <translation>{name!r} 的各份副本调用方式不同，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>The copies of {name!r} are not of the same kind, so they cannot be one block.</source>
        <translation>{name!r} 的各份副本类型不同，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>The copies of {name!r} differ in their parameters, so they cannot stand in a row.</source>
        <translation>{name!r} 的各份副本参数不同，因此不能依次重复。</translation>
    </message>
    <message>
        <source>The copies of {name!r} do not share their weights alike, so they cannot be one block.</source>
        <translation>{name!r} 的各份副本共享权重的方式不同，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>The copies to fold do not take the same number of values from outside.</source>
        <translation>要折叠的各份重复部分从外部取得的值的数量不同。</translation>
    </message>
    <message>
        <source>The copies to fold have different numbers of layers.</source>
        <translation>要折叠的各份重复部分的层数不同。</translation>
    </message>
    <message>
        <source>The copy that begins with {name!r} does not follow the one before it as the others do.</source>
        <translation>以 {name!r} 开头的那一份与前一份的衔接方式和其他各份不同。</translation>
    </message>
    <message>
        <source>The data are nested too deeply to be a project.</source>
        <translation>数据嵌套过深，不可能是项目。</translation>
    </message>
    <message>
        <source>The data has no target; training needs one.</source>
        <translation>数据没有目标；训练需要目标。</translation>
    </message>
    <message>
        <source>The data option {name!r} should be a shape such as (8, 8, 1). Received: {value!r}</source>
        <translation>数据选项“{name}”应为 (8, 8, 1) 这样的形状。实际为：{value!r}</translation>
    </message>
    <message>
        <source>The data option {name!r} should be names or positions. Received: {item!r}</source>
        <translation>数据选项“{name}”应为名称或位置。实际为：{item!r}</translation>
    </message>
    <message>
        <source>The data option {name!r} should be true or false. Received: {value!r}</source>
        <translation>数据选项“{name}”应为 true 或 false。实际为：{value!r}</translation>
    </message>
    <message>
        <source>The data option {name!r} should be {expected}. Received: {value!r}</source>
        <translation>数据选项“{name}”应为 {expected}。实际为：{value!r}</translation>
    </message>
    <message>
        <source>the data set {name} is not known here</source>
        <translation>数据集 {name} 在此未知</translation>
    </message>
    <message>
        <source>The data sklearn:{name} has {inputs} input(s) and 1 target, but the model has {taken} input(s) and {outputs} output(s).</source>
        <translation>数据 sklearn:{name} 有 {inputs} 个输入和 1 个目标，但模型有 {taken} 个输入和 {outputs} 个输出。</translation>
    </message>
    <message>
        <source>The data sklearn:{name} holds numbers, but an input of the model takes text.</source>
        <translation>数据 sklearn:{name} 是数值，但模型有一个输入接收文本。</translation>
    </message>
    <message>
        <source>The decimal sign and the delimiter are both {decimal!r}; they must differ.</source>
        <translation>小数点和分隔符都是 {decimal!r}；两者必须不同。</translation>
    </message>
    <message>
        <source>The diagram could not be drawn: {reason}</source>
        <translation>无法绘制结构图：{reason}</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>磁盘是只读的</translation>
    </message>
    <message>
        <source>the disk or the size limit for files has no room for it</source>
        <translation>磁盘空间不足，或超出文件大小限制</translation>
    </message>
    <message>
        <source>The drawing cannot be read: an HTML label has no end.</source>
        <translation>图形描述无法读取：HTML 标签没有结尾。</translation>
    </message>
    <message>
        <source>The drawing cannot be read: expected {token!r}.</source>
        <translation>图形描述无法读取：应为“{token}”。</translation>
    </message>
    <message>
        <source>The drawing cannot be read: it does not start with &apos;digraph&apos;.</source>
        <translation>图形描述无法读取：没有以“digraph”开头。</translation>
    </message>
    <message>
        <source>The drawing cannot be read: it ends too early.</source>
        <translation>图形描述无法读取：内容提前结束。</translation>
    </message>
    <message>
        <source>The drawing cannot be read: unexpected {found!r}.</source>
        <translation>图形描述无法读取：意外的内容“{found}”。</translation>
    </message>
    <message>
        <source>The dtype policy is not known.</source>
        <translation>dtype 策略未知。</translation>
    </message>
    <message>
        <source>The dtype policy of the project is none that Keras knows. Received: {value!r}</source>
        <translation>项目的 dtype 策略不是 Keras 认识的策略。收到的是：{value!r}</translation>
    </message>
    <message>
        <source>The dtype policy that a new project begins with.</source>
        <translation>新项目采用的 dtype 策略。</translation>
    </message>
    <message>
        <source>the entries {name!r} and {other!r} overlap</source>
        <translation>条目“{name}”与“{other}”重叠</translation>
    </message>
    <message>
        <source>the entry {name!r} has a name that leads out of the archive</source>
        <translation>条目“{name}”的名称指向归档之外</translation>
    </message>
    <message>
        <source>the entry {name!r} has another name where its data are</source>
        <translation>条目“{name}”在数据处另有名称</translation>
    </message>
    <message>
        <source>the entry {name!r} is damaged or lies outside of the archive</source>
        <translation>条目“{name}”已损坏或位于归档之外</translation>
    </message>
    <message>
        <source>the entry {name!r} is encrypted</source>
        <translation>条目“{name}”已加密</translation>
    </message>
    <message>
        <source>the entry {name!r} is packed in a way that Keras does not use (method {method})</source>
        <translation>条目“{name}”的压缩方式不是 Keras 使用的（方式 {method}）</translation>
    </message>
    <message>
        <source>the entry {name!r} lies outside of the archive</source>
        <translation>条目“{name}”位于归档之外</translation>
    </message>
    <message>
        <source>the entry {name!r} overlaps the table of contents</source>
        <translation>条目“{name}”与目录重叠</translation>
    </message>
    <message>
        <source>the entry {name!r} says of itself that it has two sizes</source>
        <translation>条目“{name}”声明了两种不同的大小</translation>
    </message>
    <message>
        <source>the entry {name!r} stands twice in it</source>
        <translation>条目“{name}”在其中出现了两次</translation>
    </message>
    <message>
        <source>The epoch is done.</source>
        <translation>这一轮已完成。</translation>
    </message>
    <message>
        <source>The evaluation on the test part was stopped.</source>
        <translation>测试集上的评估已停止。</translation>
    </message>
    <message>
        <source>The explanations in {file} cannot be read; reinstall Netwright.</source>
        <translation>无法读取 {file} 中的参数说明；请重新安装 Netwright。</translation>
    </message>
    <message>
        <source>The explanations of parameters are damaged; reinstall Netwright.</source>
        <translation>参数说明文件已损坏；请重新安装 Netwright。</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>导出已取消；没有写入任何内容。</translation>
    </message>
    <message>
        <source>The expression {expression!r} has no value: {reason}.</source>
        <translation>表达式 {expression!r} 没有值：{reason}。</translation>
    </message>
    <message>
        <source>The expression {expression!r} stands outside of a block; only a block has parameters to compute with.</source>
        <translation>表达式 {expression!r} 位于块之外；只有块才有可供计算的参数。</translation>
    </message>
    <message>
        <source>the expression {shown!r} is no arithmetic that can be read</source>
        <translation>表达式“{shown}”不是可读取的算式</translation>
    </message>
    <message>
        <source>the expression {shown!r} uses more than arithmetic</source>
        <translation>表达式“{shown}”不只是算术运算</translation>
    </message>
    <message>
        <source>the expression {shown!r} uses {missing!r}, which is no parameter of the block</source>
        <translation>表达式“{shown}”使用了“{missing}”，它不是块的参数</translation>
    </message>
    <message>
        <source>the field {field!r} is NaN (not a number), which no setting can be</source>
        <translation>字段“{field}”是 NaN（非数），任何设置都不能是这样的值</translation>
    </message>
    <message>
        <source>the field {field!r} of {name!r} is NaN (not a number), which no setting can be</source>
        <translation>“{name}”的字段“{field}”是 NaN（非数），任何设置都不能是这样的值</translation>
    </message>
    <message>
        <source>the field {key!r} stands twice in one object</source>
        <translation>字段“{key}”在同一对象中出现了两次</translation>
    </message>
    <message>
        <source>the field {key!r} stands twice in one object in {name!r}</source>
        <translation>字段“{key}”在“{name}”的同一对象中出现了两次</translation>
    </message>
    <message>
        <source>the field {name!r}</source>
        <translation>字段“{name}”</translation>
    </message>
    <message>
        <source>The file also has weights for {known}; they were left out, because Keras cannot build what stands under these names.</source>
        <translation>文件中还有 {known} 的权重；由于 Keras 无法构建这些名称下的层，这些权重已略去。</translation>
    </message>
    <message>
        <source>The file also has weights for {unused}, for which the network has no layer of that name.</source>
        <translation>文件中还有 {unused} 的权重，但网络中没有同名的层。</translation>
    </message>
    <message>
        <source>The file computes other numbers than Keras: the largest difference is {apart:.2g}, expected at most {tolerance:g}.</source>
        <translation>文件的计算结果与 Keras 不同：最大差异为 {apart:.2g}，应不超过 {tolerance:g}。</translation>
    </message>
    <message>
        <source>The file does not say whether Theano or TensorFlow wrote it; kernels were taken as TensorFlow&apos;s. If it was Theano, they have to be turned round in space.</source>
        <translation>文件没有说明由 Theano 还是 TensorFlow 写出；卷积核按 TensorFlow 处理。如果是 Theano，则需要在空间上翻转。</translation>
    </message>
    <message>
        <source>The file does not say which Keras 1 wrote it; before 1.0.7 the fourth array of BatchNormalization was a deviation, and it was taken as a variance, as later releases have it.</source>
        <translation>文件没有说明由 Keras 1 的哪个版本写出；1.0.7 之前 BatchNormalization 的第四个数组是标准差，此处按之后的版本当作方差。</translation>
    </message>
    <message>
        <source>The file has changed</source>
        <translation>文件已更改</translation>
    </message>
    <message>
        <source>the file has no weights of that name</source>
        <translation>文件中没有该名称的权重</translation>
    </message>
    <message>
        <source>The file holds a {class_name!r}, not a model: expected a Sequential or a functional model.</source>
        <translation>文件中是“{class_name}”而不是模型：应为 Sequential 或函数式模型。</translation>
    </message>
    <message>
        <source>The file holds only the settings of a model (get_config); its class was concluded.</source>
        <translation>文件只有模型的设置（get_config）；其类是推断出来的。</translation>
    </message>
    <message>
        <source>The file takes one sample at a time.</source>
        <translation>该文件一次只接收一个样本。</translation>
    </message>
    <message>
        <source>the file tells only the order of its layers, and another of them does not fit</source>
        <translation>文件只说明了各层的顺序，而其中另一层并不匹配</translation>
    </message>
    <message>
        <source>The file was not compared: {message}</source>
        <translation>文件未经比对：{message}</translation>
    </message>
    <message>
        <source>The file was not read again: that needs the project&apos;s own code.</source>
        <translation>未重新读取该文件：这需要运行项目自己的代码。</translation>
    </message>
    <message>
        <source>The file was written with Theano, which turns kernels round; those of {convolutions} layers were turned back.</source>
        <translation>文件由 Theano 写出，其卷积核是翻转的；{convolutions} 个层的卷积核已翻转回来。</translation>
    </message>
    <message>
        <source>The file {file!r} cannot be used: it raises {error}: {reason}</source>
        <translation>文件 {file!r} 无法使用：它抛出 {error}：{reason}</translation>
    </message>
    <message>
        <source>The file {file!r} cannot be used: {reason}.</source>
        <translation>文件 {file!r} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The file {file!r} has no layer {kind!r}.</source>
        <translation>文件 {file!r} 中没有层 {kind!r}。</translation>
    </message>
    <message>
        <source>The file {file!r} is not trusted yet, so its layers are not run.</source>
        <translation>文件 {file!r} 尚未被信任，因此不会运行其中的层。</translation>
    </message>
    <message>
        <source>The file {path!r}</source>
        <translation>文件“{path}”</translation>
    </message>
    <message>
        <source>the folder {folder!r} does not exist</source>
        <translation>文件夹“{folder}”不存在</translation>
    </message>
    <message>
        <source>The folder {folder} for the library cannot be made: {reason}.</source>
        <translation>无法创建块库文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The folder {folder} for the run cannot be made: {reason}.</source>
        <translation>无法创建运行文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The forget gate of {name!r} started from forget_bias_init={init!r}; Keras 3 starts it from zeros or ones, here zeros. Stored weights are not affected.</source>
        <translation>“{name}”的遗忘门以 forget_bias_init={init!r} 开始；Keras 3 从零或一开始，此处为零。已存储的权重不受影响。</translation>
    </message>
    <message>
        <source>The form in which the samples come.</source>
        <translation>样本以什么形式给出。</translation>
    </message>
    <message>
        <source>The function is not Python that can be read.</source>
        <translation>这个函数不是可以解析的 Python 代码。</translation>
    </message>
    <message>
        <source>The function {name!r} cannot be written in ASCII; use plain letters in its names.</source>
        <translation>函数“{name}”无法用 ASCII 写出；请在其名称中只用普通字母。</translation>
    </message>
    <message>
        <source>The function {name!r} cannot be written in ASCII; use plain letters in its texts.</source>
        <translation>函数“{name}”无法用 ASCII 写出；请在其文本中只用普通字母。</translation>
    </message>
    <message>
        <source>The function {name} is read as if it were called.</source>
        <translation>函数 {name} 按已被调用来读取。</translation>
    </message>
    <message>
        <source>The graph could not be analysed: {reason}.</source>
        <translation>无法分析该图：{reason}。</translation>
    </message>
    <message>
        <source>The graph has changed since this text was typed.</source>
        <translation>输入这段文本之后，图已有更改。</translation>
    </message>
    <message>
        <source>The graph is as it was before this text.</source>
        <translation>图仍是这段文本之前的样子。</translation>
    </message>
    <message>
        <source>The Graph model of Keras 0 is not read.</source>
        <translation>不支持读取 Keras 0 的 Graph 模型。</translation>
    </message>
    <message>
        <source>the group {inner!r} is reached twice or lies more than {deepest} deep</source>
        <translation>组“{inner}”被重复到达，或嵌套超过 {deepest} 层</translation>
    </message>
    <message>
        <source>The ImageNet weights of {name} cannot be downloaded ({reason}); with a network Keras fetches them, or put {file} into {cache}.</source>
        <translation>{name} 的 ImageNet 权重无法下载（{reason}）；联网后 Keras 会自动获取，也可以将 {file} 放入 {cache}。</translation>
    </message>
    <message>
        <source>The initial weights should be &apos;imagenet:NAME&apos;, the path of a file, or several of them. Received: {value!r}</source>
        <translation>初始权重应为 &apos;imagenet:NAME&apos;、文件路径，或它们的列表。实际为：{value!r}</translation>
    </message>
    <message>
        <source>The input of {name!r} is not known</source>
        <translation>“{name}”的输入未知</translation>
    </message>
    <message>
        <source>The input {name!r} cannot be called again.</source>
        <translation>输入 {name!r} 不能再次调用。</translation>
    </message>
    <message>
        <source>The input {name!r} cannot be part of a block; select only layers behind it.</source>
        <translation>输入 {name!r} 不能成为块的一部分；请只选择它后面的层。</translation>
    </message>
    <message>
        <source>The input {name!r} has no shape.</source>
        <translation>输入“{name}”没有形状。</translation>
    </message>
    <message>
        <source>The input {name!r} is used, but it is none of the model&apos;s inputs.</source>
        <translation>输入“{name}”被使用，但它不是模型的输入。</translation>
    </message>
    <message>
        <source>The input {name!r} is used, but the model does not name it; it is an input now.</source>
        <translation>输入“{name}”被使用，但模型没有列出它；现已作为输入。</translation>
    </message>
    <message>
        <source>The input {name!r} takes no wire.</source>
        <translation>输入 {name!r} 不接受连线。</translation>
    </message>
    <message>
        <source>The input {name} expects samples of shape {shape}, but {feature!r} of {data} has the shape {given}.</source>
        <translation>输入 {name} 需要形状为 {shape} 的样本，但 {data} 的“{feature}”形状为 {given}。</translation>
    </message>
    <message>
        <source>The input {name} expects {expects} ({dtype}), but {feature!r} of {data} is {holds}.</source>
        <translation>输入 {name} 需要 {expects}（{dtype}），但 {data} 的“{feature}”是 {holds}。</translation>
    </message>
    <message>
        <source>The input {name} feeds nothing; it is left out of the model.</source>
        <translation>输入 {name} 没有连到任何地方；它不会进入模型。</translation>
    </message>
    <message>
        <source>The installed Keras does not know this layer; it is kept as it is.</source>
        <translation>已安装的 Keras 中没有该层，将原样保留。</translation>
    </message>
    <message>
        <source>The installed Keras has no {module}.{name}.</source>
        <translation>已安装的 Keras 没有 {module}.{name}。</translation>
    </message>
    <message>
        <source>The installed Keras {version} has no {type!r}.</source>
        <translation>已安装的 Keras {version} 中没有 {type!r}。</translation>
    </message>
    <message>
        <source>The items of {items} are not known</source>
        <translation>{items} 的各项未知</translation>
    </message>
    <message>
        <source>The JSON is no Keras model: it has no class name and config.</source>
        <translation>该 JSON 不是 Keras 模型：没有 class_name 和 config。</translation>
    </message>
    <message>
        <source>The labels {names} of {name!r} became the class numbers 0 to {last}.</source>
        <translation>“{name}”的标签 {names} 已转换为类别编号 0 到 {last}。</translation>
    </message>
    <message>
        <source>The lambda of {layer!r} uses {used}, which Keras does not save with it; write it as a def with a name, so that the file can be loaded.</source>
        <translation>“{layer}”的 lambda 使用了 {used}，Keras 不会随之保存；请将其写成有名称的 def，这样文件才能加载。</translation>
    </message>
    <message>
        <source>The language can be changed when the run in {name} has ended.</source>
        <translation>{name} 中的训练结束后才能更换语言。</translation>
    </message>
    <message>
        <source>The language changes when Netwright starts again.</source>
        <translation>语言将在下次启动 Netwright 时更改。</translation>
    </message>
    <message>
        <source>The largest number is at the same place in {same:.1%} of the samples.</source>
        <translation>在 {same:.1%} 的样本中，最大值出现在相同位置。</translation>
    </message>
    <message>
        <source>The largest number of output {number} is at the same place in {same:.1%} of the samples.</source>
        <translation>在 {same:.1%} 的样本中，第 {number} 个输出的最大值出现在相同位置。</translation>
    </message>
    <message>
        <source>The layer catalogue {file} cannot be read; reinstall Netwright.</source>
        <translation>无法读取层目录 {file}；请重新安装 Netwright。</translation>
    </message>
    <message>
        <source>The layer catalogue {file} has another format than {format}; reinstall Netwright.</source>
        <translation>层目录 {file} 的格式不是 {format}；请重新安装 Netwright。</translation>
    </message>
    <message>
        <source>The layer under {layer!r} calls itself {other!r}.</source>
        <translation>键为 {layer!r} 的层自称 {other!r}。</translation>
    </message>
    <message>
        <source>The layer {class_name!r} is not one of Keras&apos;s own</source>
        <translation>层“{class_name}”不是 Keras 自带的</translation>
    </message>
    <message>
        <source>The layer {layer!r} is called on a constant ragged or sparse tensor: only plain constants can be read.</source>
        <translation>层“{layer}”在常量不规则张量或稀疏张量上调用：只能读取普通常量。</translation>
    </message>
    <message>
        <source>the layer {name!r} ({class_name})</source>
        <translation>层“{name}”（{class_name}）</translation>
    </message>
    <message>
        <source>The layer {name!r} follows layers that learn and was not adapted to the data.</source>
        <translation>层“{name}”位于可学习的层之后，未根据数据适配。</translation>
    </message>
    <message>
        <source>The layer {name!r} had {key}={unknown!r}, which Keras 3 does not have; it was left out.</source>
        <translation>层“{name}”设置了 {key}={unknown!r}，Keras 3 中没有该设置；已略去。</translation>
    </message>
    <message>
        <source>The layer {name!r} has padding={value!r}, which Keras 3 does not know.</source>
        <translation>层“{name}”的 padding={value!r} 在 Keras 3 中未知。</translation>
    </message>
    <message>
        <source>The layer {name!r} started from {key}={value}, which is not Keras&apos;s own; it starts from the default instead. Stored weights are not affected.</source>
        <translation>层“{name}”以 {key}={value} 初始化，它不是 Keras 自带的；现改用默认值。已存储的权重不受影响。</translation>
    </message>
    <message>
        <source>The layer {name!r} took its input with time first (time_major=True); Keras 3 takes the batch first, so put a Permute or keras.ops.swapaxes before and after it.</source>
        <translation>层“{name}”的输入以时间轴在前（time_major=True）；Keras 3 以批次在前，因此请在其前后各放一个 Permute 或 keras.ops.swapaxes。</translation>
    </message>
    <message>
        <source>The layer {name!r} was adapted to the training data.</source>
        <translation>层“{name}”已根据训练数据适配。</translation>
    </message>
    <message>
        <source>The layer {name} is defined in this code, which is not run</source>
        <translation>层 {name} 在这段代码中定义，该代码不会运行</translation>
    </message>
    <message>
        <source>The layer {name} of this code is written out: what its call does stands in the graph.</source>
        <translation>这段代码中的层 {name} 已展开：其 call 的内容就在网络中。</translation>
    </message>
    <message>
        <source>The layers as JSON, without weights</source>
        <translation>以 JSON 保存各层，不含权重</translation>
    </message>
    <message>
        <source>The layers in the order of the flow. Enter goes to the layer, F2 renames it, Delete removes it.</source>
        <translation>按数据流顺序列出的层。Enter 转到该层，F2 重命名，Delete 删除。</translation>
    </message>
    <message>
        <source>The layers in {source!r} have other names; their weights were taken in their order, which fits in number and shapes.</source>
        <translation>“{source}”中的层名不同；已按顺序取用权重，其数量和形状相符，对应到各层。</translation>
    </message>
    <message>
        <source>The layers of a Sequential model are not known.</source>
        <translation>Sequential 模型的层未知。</translation>
    </message>
    <message>
        <source>The layers of {name} are in the palette: {names}.</source>
        <translation>{name} 中的层已加入层面板：{names}。</translation>
    </message>
    <message>
        <source>The layers that Merge joins, or how, are not known</source>
        <translation>Merge 合并哪些层或如何合并未知</translation>
    </message>
    <message>
        <source>The length of something that is not read here</source>
        <translation>未读取内容的长度</translation>
    </message>
    <message>
        <source>the list is too long</source>
        <translation>列表太长</translation>
    </message>
    <message>
        <source>The list of templates {path} cannot be read.</source>
        <translation>模板列表 {path} 无法读取。</translation>
    </message>
    <message>
        <source>The list of trusted code cannot be saved: another Netwright is writing it.</source>
        <translation>受信任代码列表无法保存：另一个 Netwright 正在写入。</translation>
    </message>
    <message>
        <source>The list of trusted code cannot be saved: {reason}.</source>
        <translation>受信任代码列表无法保存：{reason}。</translation>
    </message>
    <message>
        <source>the loop is no row of copies</source>
        <translation>该循环不是一组相同的副本</translation>
    </message>
    <message>
        <source>The loop over {items} was left after {rounds:,} rounds.</source>
        <translation>对 {items} 的循环在 {rounds:,} 次后中止。</translation>
    </message>
    <message>
        <source>The loop while {test} was left after {rounds:,} rounds.</source>
        <translation>条件为 {test} 的 while 循环在 {rounds:,} 次后中止。</translation>
    </message>
    <message>
        <source>The loss became NaN in epoch {epoch}, step {step}: {advice}.</source>
        <translation>损失在第 {epoch} 轮第 {step} 步变成了 NaN：{advice}。</translation>
    </message>
    <message>
        <source>The loss {loss} expects {expected}, but the target {name!r} of {data} {received}; {better} fits.</source>
        <translation>损失 {loss} 需要 {expected}，但 {data} 的目标“{name}”{received}；{better} 更合适。</translation>
    </message>
    <message>
        <source>the mean of their column</source>
        <translation>所在列的平均值</translation>
    </message>
    <message>
        <source>The memory ran out while {doing}: a batch of {batch_size} samples was asked for; a smaller batch or a smaller model may fit.</source>
        <translation>{doing} 时内存耗尽：批大小为 {batch_size}；减小批大小或使用更小的模型也许可行。</translation>
    </message>
    <message>
        <source>the method {name!r} is not read here</source>
        <translation>不支持读取方法“{name}”</translation>
    </message>
    <message>
        <source>the method {name!r} of a tensor is not read here</source>
        <translation>不支持读取张量的方法“{name}”</translation>
    </message>
    <message>
        <source>The method {name!r} of this code is not run</source>
        <translation>这段代码中的方法 {name!r} 不会运行</translation>
    </message>
    <message>
        <source>The model as readable Keras code</source>
        <translation>易读的 Keras 模型代码</translation>
    </message>
    <message>
        <source>The model block {block!r} needs a tensor for its input {input!r}.</source>
        <translation>模型块 {block!r} 的输入 {input!r} 需要一个张量。</translation>
    </message>
    <message>
        <source>The model can be edited here. The training script is for reading; it repeats a run.</source>
        <translation>模型可以在此编辑。训练脚本仅供阅读，它可重现一次运行。</translation>
    </message>
    <message>
        <source>The model cannot be read: {budget}.</source>
        <translation>模型无法读取：{budget}。</translation>
    </message>
    <message>
        <source>The model cannot be read: {unsaid}.</source>
        <translation>模型无法读取：{unsaid}。</translation>
    </message>
    <message>
        <source>The model cannot be written as code: a value in it is nested too deeply.</source>
        <translation>模型无法写成代码：其中某个值嵌套过深。</translation>
    </message>
    <message>
        <source>The model comes from a file</source>
        <translation>模型来自文件</translation>
    </message>
    <message>
        <source>The model does not say what its outputs are; all that nothing uses are.</source>
        <translation>模型没有说明其输出；所有未被使用的都作为输出。</translation>
    </message>
    <message>
        <source>The model has no Input layer, so no data can come in.</source>
        <translation>模型没有 Input 层，数据无法输入。</translation>
    </message>
    <message>
        <source>The model has no layers yet; add an Input and at least one layer.</source>
        <translation>模型还没有层；请添加一个输入（Input）和至少一个层。</translation>
    </message>
    <message>
        <source>The model has no output: no layer is connected to an input.</source>
        <translation>模型没有输出：没有任何层与输入相连。</translation>
    </message>
    <message>
        <source>The model has {needed}, but {name} has {given}: {have}.</source>
        <translation>模型有 {needed}，但 {name} 有 {given}：{have}。</translation>
    </message>
    <message>
        <source>The model has {needed}, but {name} has {given}; each output needs one.</source>
        <translation>模型有 {needed}，但 {name} 有 {given}；每个输出都需要一个目标。</translation>
    </message>
    <message>
        <source>The model holds models that are nested more than {deepest} deep.</source>
        <translation>模型中嵌套模型超过 {deepest} 层。</translation>
    </message>
    <message>
        <source>The model holds objects that are nested more than {deepest} deep.</source>
        <translation>模型中对象的嵌套超过 {deepest} 层。</translation>
    </message>
    <message>
        <source>The model is called on data</source>
        <translation>模型在数据上被调用</translation>
    </message>
    <message>
        <source>The model is called on something that is not known</source>
        <translation>模型在未知的内容上被调用</translation>
    </message>
    <message>
        <source>The model is called without a tensor</source>
        <translation>调用模型时没有给出张量</translation>
    </message>
    <message>
        <source>The model is nested too deeply: no model needs more than a few levels.</source>
        <translation>模型嵌套过深：模型只需要几级嵌套。</translation>
    </message>
    <message>
        <source>The model is not known</source>
        <translation>模型未知</translation>
    </message>
    <message>
        <source>The model is of a class of its own, {class_name!r}; only its graph is read.</source>
        <translation>模型属于自定义类“{class_name}”；只读取其网络结构。</translation>
    </message>
    <message>
        <source>The model names {layer!r} as input, which is no input layer; it is left out.</source>
        <translation>模型将“{layer}”列为输入，但它不是输入层；已略去。</translation>
    </message>
    <message>
        <source>The model names {layer!r} as {what}, which has no such call; it is left out.</source>
        <translation>模型将“{layer}”列为 {what}，但没有这样的调用；已略去。</translation>
    </message>
    <message>
        <source>The model of the file is not opened from here; open it by itself.</source>
        <translation>文件中的模型不会从这里打开；请单独打开它。</translation>
    </message>
    <message>
        <source>The model of the file {which} is not opened from here; open it by itself.</source>
        <translation>文件 {which} 中的模型不会从这里打开；请单独打开它。</translation>
    </message>
    <message>
        <source>The model of the file {which} is the one that this code saves there.</source>
        <translation>文件 {which} 的模型就是此代码保存在那里的模型。</translation>
    </message>
    <message>
        <source>The model stands in the entry {wrapper!r} of the file.</source>
        <translation>模型位于文件的条目 {wrapper!r} 中。</translation>
    </message>
    <message>
        <source>The model takes none of the inputs that were tried, so the export cannot be checked.</source>
        <translation>模型不接受任何试过的输入，因此无法检查导出结果。</translation>
    </message>
    <message>
        <source>The model was not trained.</source>
        <translation>模型未经训练。</translation>
    </message>
    <message>
        <source>The model was written by or for TensorFlow.js.</source>
        <translation>该模型由 TensorFlow.js 写出或为其写出。</translation>
    </message>
    <message>
        <source>The model would come from a file; what builds it if there is none was read.</source>
        <translation>模型会来自文件；已读取文件不存在时构建模型的代码。</translation>
    </message>
    <message>
        <source>The model {model!r} does not say what it takes; give it an Input.</source>
        <translation>模型“{model}”没有说明其输入；请为它添加 Input。</translation>
    </message>
    <message>
        <source>The model {name!r} cannot be read: it has no input_layers.</source>
        <translation>模型“{name}”无法读取：缺少 input_layers。</translation>
    </message>
    <message>
        <source>The model {name!r} does not say what it takes; give it an Input.</source>
        <translation>模型“{name}”没有说明其输入；请为它添加 Input。</translation>
    </message>
    <message>
        <source>The model {name!r} has a cycle; recurrence lives inside recurrent layers.</source>
        <translation>模型 {name!r} 中有环；循环只能在循环层内部。</translation>
    </message>
    <message>
        <source>The model {name!r} has no input.</source>
        <translation>模型 {name!r} 没有输入。</translation>
    </message>
    <message>
        <source>The model {name!r} has no output</source>
        <translation>模型“{name}”没有输出</translation>
    </message>
    <message>
        <source>The model {name!r} has no output: no layer is connected to an input.</source>
        <translation>模型 {name!r} 没有输出：没有任何层与输入相连。</translation>
    </message>
    <message>
        <source>The model {name!r} is shared by several layers; a project cannot say so of a model inside a layer, and each gets weights of its own.</source>
        <translation>模型“{name}”由多个层共用；项目无法对层内部的模型表示这种共用，各层有各自的权重。</translation>
    </message>
    <message>
        <source>The model {name!r} refers to a layer {layer!r}, which is not in it.</source>
        <translation>模型“{name}”引用了层“{layer}”，而模型中没有该层。</translation>
    </message>
    <message>
        <source>The model {name!r} refers to call {node} of the layer {layer!r}, which has fewer calls.</source>
        <translation>模型“{name}”引用了层“{layer}”的第 {node} 次调用，而该层的调用没有这么多。</translation>
    </message>
    <message>
        <source>The model {name!r} stands where a layer was expected</source>
        <translation>应为层的位置是模型“{name}”</translation>
    </message>
    <message>
        <source>The model {name!r} was of a class of its own, {class_name!r}; its layers are all here.</source>
        <translation>模型“{name}”属于自定义类“{class_name}”；其中的层都在这里。</translation>
    </message>
    <message>
        <source>The model {name} is not known</source>
        <translation>模型 {name} 未知</translation>
    </message>
    <message>
        <source>The model {which} comes from a file</source>
        <translation>模型 {which} 来自文件</translation>
    </message>
    <message>
        <source>The model&apos;s interface names output {output} of {name}, which has {count}.</source>
        <translation>模型接口引用了 {name} 的第 {output} 个输出，而它共有 {count} 个输出。</translation>
    </message>
    <message>
        <source>The model&apos;s interface names the node {node!r}, which does not exist.</source>
        <translation>模型接口引用了不存在的节点 {node!r}。</translation>
    </message>
    <message>
        <source>The model&apos;s name must be text without a &apos;/&apos;. Received: {name}</source>
        <translation>模型的名称必须是不含 &apos;/&apos; 的文本。收到的是：{name}</translation>
    </message>
    <message>
        <source>The name of a block stands where a value was expected</source>
        <translation>应为值的位置是块的名称</translation>
    </message>
    <message>
        <source>The name of a data file cannot hold a null character.</source>
        <translation>数据文件名不能包含空字符。</translation>
    </message>
    <message>
        <source>the name of an entry has {count:,} characters</source>
        <translation>有一个条目的名称长达 {count:,} 个字符</translation>
    </message>
    <message>
        <source>the name of an entry is no text in UTF-8</source>
        <translation>有一个条目的名称不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>the name of its function, {name!r}, stands for something else in generated code; rename it</source>
        <translation>其函数名“{name}”在生成的代码中另有含义；请改名</translation>
    </message>
    <message>
        <source>The network as cards and wires. Tab adds a layer, arrows go from card to card.</source>
        <translation>以卡片和连线表示的网络。按 Tab 添加层，用方向键在卡片间移动。</translation>
    </message>
    <message>
        <source>The network has a cycle at or before {names}.</source>
        <translation>网络在 {names} 处或之前存在环。</translation>
    </message>
    <message>
        <source>The network has an error to mend first: {reason}</source>
        <translation>请先修复网络中的错误：{reason}</translation>
    </message>
    <message>
        <source>The network has no weights, so there was nothing to take from {name!r}.</source>
        <translation>网络没有权重，因此没有什么可从 {name!r} 中取用。</translation>
    </message>
    <message>
        <source>The next drag cuts the wires it crosses (also a drag with Ctrl and the right button)</source>
        <translation>下一次拖动会剪断划过的连线（也可按住 Ctrl 用右键拖动）</translation>
    </message>
    <message>
        <source>The next drag selects with a box, also from a card; a drag with Ctrl+Alt is a lasso</source>
        <translation>下一次拖动进行框选，从卡片上开始也可以；按住 Ctrl+Alt 拖动为套索选择</translation>
    </message>
    <message>
        <source>The node under {node!r} calls itself {other!r}.</source>
        <translation>键为 {node!r} 的节点自称 {other!r}。</translation>
    </message>
    <message>
        <source>The node {node!r} calls the layer {layer!r}, which does not exist.</source>
        <translation>节点 {node!r} 调用了不存在的层 {layer!r}。</translation>
    </message>
    <message>
        <source>The node {node!r} takes an output of {other!r}, which does not exist.</source>
        <translation>节点 {node!r} 取用了不存在的 {other!r} 的输出。</translation>
    </message>
    <message>
        <source>The notebook of this project</source>
        <translation>该项目的笔记本</translation>
    </message>
    <message>
        <source>the number is too large</source>
        <translation>数值太大</translation>
    </message>
    <message>
        <source>The number of layers to train cannot be negative. Received: {count}</source>
        <translation>要训练的层数不能为负。收到的是：{count}</translation>
    </message>
    <message>
        <source>the number {digits} does not fit into 64 bits</source>
        <translation>数字 {digits} 超出 64 位</translation>
    </message>
    <message>
        <source>The older format, for tools that expect it</source>
        <translation>较旧的格式，供需要它的工具使用</translation>
    </message>
    <message>
        <source>the op {class_name}, whose {name!r} is not known</source>
        <translation>运算 {class_name}，其“{name}”未知</translation>
    </message>
    <message>
        <source>The op {kind!r} yields no tensor that depends on an input.</source>
        <translation>算子 {kind!r} 没有产生依赖于输入的张量。</translation>
    </message>
    <message>
        <source>the op {name}, whose {missing!r} is not known</source>
        <translation>运算 {name}，其“{missing}”未知</translation>
    </message>
    <message>
        <source>The output of a layer stands where a plain value was expected</source>
        <translation>应为普通值的位置是某个层的输出</translation>
    </message>
    <message>
        <source>The output of {name!r} is not known</source>
        <translation>“{name}”的输出未知</translation>
    </message>
    <message>
        <source>The output {name} has one unit and {loss}, which tell two classes apart, but {target!r} of {data} has {classes} classes; that takes one unit for each.</source>
        <translation>输出 {name} 只有一个单元并使用 {loss}，只能区分两个类别，但 {data} 的“{target}”有 {classes} 个类别；每个类别需要一个单元。</translation>
    </message>
    <message>
        <source>The output {name} has the shape {shape}, but for the target {target!r} of {data} the shape {expected} is needed.</source>
        <translation>输出 {name} 的形状为 {shape}，但 {data} 的目标“{target}”需要形状 {expected}。</translation>
    </message>
    <message>
        <source>The output {name} {have}, but {target!r} of {data} has {classes} classes; one unit for each was expected.</source>
        <translation>输出 {name}{have}，但 {data} 的“{target}”有 {classes} 个类别；每个类别应有一个单元。</translation>
    </message>
    <message>
        <source>The outputs need the input {name}, which is not among the declared inputs.</source>
        <translation>输出需要输入 {name}，但它不在已声明的输入之中。</translation>
    </message>
    <message>
        <source>The parameter {name!r} holds {what}.</source>
        <translation>参数 {name!r} 中有 {what}。</translation>
    </message>
    <message>
        <source>The parameter {name!r} of {kind} is {value:,}; at most {most:,} is supported.</source>
        <translation>{kind} 的参数 {name!r} 为 {value:,}；最多支持 {most:,}。</translation>
    </message>
    <message>
        <source>The parameter {name!r} of {kind} names a file, which is not read here; give the entries themselves as a list.</source>
        <translation>{kind} 的参数 {name!r} 指向一个文件，这里不会读取它；请直接以列表给出各个条目。</translation>
    </message>
    <message>
        <source>The parameter {parameter!r} of {name!r} holds something that is not Keras&apos;s own; it is kept as it is, but cannot be built.</source>
        <translation>“{name}”的参数“{parameter}”包含不属于 Keras 的内容；已原样保留，但无法构建。</translation>
    </message>
    <message>
        <source>The parameter {parameter!r} of {name!r} names a file, which is not opened: {value!r}.</source>
        <translation>“{name}”的参数“{parameter}”指向一个文件，该文件不会被打开：{value!r}。</translation>
    </message>
    <message>
        <source>The parameters of {name!r} are no parameters.</source>
        <translation>{name!r} 的参数不是有效的参数。</translation>
    </message>
    <message>
        <source>The picture cannot be written as PNG.</source>
        <translation>图片无法写成 PNG。</translation>
    </message>
    <message>
        <source>The picture is damaged: it ends too early.</source>
        <translation>图片已损坏：内容提前结束。</translation>
    </message>
    <message>
        <source>The picture is damaged: it has too many parts.</source>
        <translation>图片已损坏：分块过多。</translation>
    </message>
    <message>
        <source>The project as it was trained in</source>
        <translation>选择训练时的项目所在的运行</translation>
    </message>
    <message>
        <source>The project has no weights of {name!r}; load them first, then compare.</source>
        <translation>项目中没有“{name}”的权重；请先加载权重，再进行比对。</translation>
    </message>
    <message>
        <source>the project has {count} outputs and the original {outputs}</source>
        <translation>项目有 {count} 个输出，原模型有 {outputs} 个</translation>
    </message>
    <message>
        <source>The project holds an array that cannot be written: {fault}.</source>
        <translation>项目中的一个数组无法写入：{fault}。</translation>
    </message>
    <message>
        <source>The project in this picture is damaged: it cannot be unpacked.</source>
        <translation>图片中的项目已损坏：无法解压。</translation>
    </message>
    <message>
        <source>The project in this picture is damaged: it is not text in UTF-8.</source>
        <translation>图片中的项目已损坏：不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The project in this picture is damaged: it is stored in a way that is not known here.</source>
        <translation>图片中的项目已损坏：存储方式未知。</translation>
    </message>
    <message>
        <source>The project in this picture is damaged: its check sum is wrong.</source>
        <translation>图片中的项目已损坏：校验和不符。</translation>
    </message>
    <message>
        <source>The project in this picture is damaged: its end is missing.</source>
        <translation>图片中的项目已损坏：缺少结尾。</translation>
    </message>
    <message>
        <source>The project in this picture is too large: more than {most} MiB.</source>
        <translation>图片中的项目太大：超过 {most} MiB。</translation>
    </message>
    <message>
        <source>The project is damaged at {place}: {fault}.</source>
        <translation>项目在 {place} 处已损坏：{fault}。</translation>
    </message>
    <message>
        <source>The project is damaged at {where}: expected {expected}, received {received}.</source>
        <translation>项目在 {where} 处已损坏：应为 {expected}，实际为 {received}。</translation>
    </message>
    <message>
        <source>The project is damaged in the graph {name!r}: {fault}</source>
        <translation>项目的网络“{name}”已损坏：{fault}</translation>
    </message>
    <message>
        <source>The project is inside: the picture can be opened again.</source>
        <translation>其中含有项目：可以重新打开这张图片。</translation>
    </message>
    <message>
        <source>The project names two files {stem}.py; a layer&apos;s file must be certain.</source>
        <translation>项目中有两个名为 {stem}.py 的文件；一个层属于哪个文件必须是确定的。</translation>
    </message>
    <message>
        <source>The recovery copy cannot be removed: {reason}.</source>
        <translation>恢复副本无法删除：{reason}。</translation>
    </message>
    <message>
        <source>The recovery copy cannot be used: {reason}.</source>
        <translation>恢复副本无法使用：{reason}。</translation>
    </message>
    <message>
        <source>The recovery copy cannot be written: {reason}.</source>
        <translation>恢复副本无法写入：{reason}。</translation>
    </message>
    <message>
        <source>The recovery copy has a damaged header.</source>
        <translation>恢复副本的文件头已损坏。</translation>
    </message>
    <message>
        <source>The recovery copy has no header.</source>
        <translation>恢复副本缺少文件头。</translation>
    </message>
    <message>
        <source>The recovery copy is no longer free: another window has taken or removed it.</source>
        <translation>恢复副本已不可用：另一个窗口已将其取走或删除。</translation>
    </message>
    <message>
        <source>The recovery copy is not text in UTF-8.</source>
        <translation>恢复副本不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The rows of copies do not hand on their values alike, so they cannot be one block.</source>
        <translation>各组重复部分之间传递数值的方式不同，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>The run could not be carried out: {error}</source>
        <translation>运行无法进行：{error}</translation>
    </message>
    <message>
        <source>The run failed while {doing} at the layer {layer}: {error}</source>
        <translation>{doing} 时在层 {layer} 处运行失败：{error}</translation>
    </message>
    <message>
        <source>The run failed while {doing}: {error}</source>
        <translation>{doing} 时运行失败：{error}</translation>
    </message>
    <message>
        <source>The run {id} kept no weights; it {status}.</source>
        <translation>运行 {id} 没有保留权重；其状态为 {status}。</translation>
    </message>
    <message>
        <source>the runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>The same seed gives the same split.</source>
        <translation>相同的种子得到相同的划分。</translation>
    </message>
    <message>
        <source>The same seed starts from the same weights.</source>
        <translation>相同的种子得到相同的初始权重。</translation>
    </message>
    <message>
        <source>The same, let go with Shift</source>
        <translation>同上，松开时按住 Shift</translation>
    </message>
    <message>
        <source>The script of this project</source>
        <translation>该项目的脚本</translation>
    </message>
    <message>
        <source>The selected layers have no wires to others.</source>
        <translation>所选的层与其他层之间没有连线。</translation>
    </message>
    <message>
        <source>The Sequential {name!r} cannot be read: expected a list of layers.</source>
        <translation>Sequential “{name}”无法读取：应为层的列表。</translation>
    </message>
    <message>
        <source>The Sequential {name!r} has a layer that became several or comes twice, and no shape of its input: expected batch_input_shape at its first layer.</source>
        <translation>Sequential “{name}”中有一个层变成了多个层或出现了两次，而且没有输入的形状：第一个层应有 batch_input_shape。</translation>
    </message>
    <message>
        <source>The Sequential {name!r} has no layers.</source>
        <translation>Sequential “{name}”没有层。</translation>
    </message>
    <message>
        <source>The settings of a layer are nested more than {deepest} deep: no layer needs that.</source>
        <translation>有一个层的设置嵌套超过 {deepest} 级：没有层需要这么深。</translation>
    </message>
    <message>
        <source>The settings of a {class_name} cannot be read: expected a mapping, got {config!r}.</source>
        <translation>{class_name} 的设置无法读取：应为映射，实际为 {config}。</translation>
    </message>
    <message>
        <source>The settings of {name!r} cannot be read: expected a mapping, got a list.</source>
        <translation>“{name}”的设置无法读取：应为映射，实际为列表。</translation>
    </message>
    <message>
        <source>The settings of {name!r} cannot be read: expected a mapping, got {config!r}.</source>
        <translation>“{name}”的设置无法读取：应为映射，实际为 {config}。</translation>
    </message>
    <message>
        <source>The shape is not known yet.</source>
        <translation>形状尚不可知。</translation>
    </message>
    <message>
        <source>The shape of a tensor is not known</source>
        <translation>张量的形状未知</translation>
    </message>
    <message>
        <source>The shape of the input is not known</source>
        <translation>输入的形状未知</translation>
    </message>
    <message>
        <source>The shape of the input of {name!r} is not in the file: expected batch_input_shape at its first layer.</source>
        <translation>文件中没有“{name}”的输入形状：第一个层应有 batch_input_shape。</translation>
    </message>
    <message>
        <source>the shape of the tensor is not known</source>
        <translation>张量的形状未知</translation>
    </message>
    <message>
        <source>The shape {shape} has its channels first, as was usual in Keras 1; data_format=&apos;channels_first&apos; is set.</source>
        <translation>形状 {shape} 的通道在前，这是 Keras 1 的习惯；已设置 data_format=&apos;channels_first&apos;。</translation>
    </message>
    <message>
        <source>The shapes of the model&apos;s inputs are not known, so its data cannot be given to it.</source>
        <translation>模型输入的形状未知，因此无法把数据送入模型。</translation>
    </message>
    <message>
        <source>The share of all samples that is kept for the very end.</source>
        <translation>全部样本中留到最后测试的比例。</translation>
    </message>
    <message>
        <source>The share of all samples that is watched after each epoch but not trained on.</source>
        <translation>全部样本中用于验证的比例：每个轮次后用来检验，不参与训练。</translation>
    </message>
    <message>
        <source>The size of the data is not known</source>
        <translation>数据的大小未知</translation>
    </message>
    <message>
        <source>The sizes of the parts are not known</source>
        <translation>各部分的大小未知</translation>
    </message>
    <message>
        <source>The source is not a function: {wanted}. Received: {given!r}</source>
        <translation>这段代码不是函数：{wanted}。收到的是：{given!r}</translation>
    </message>
    <message>
        <source>the start, stop and step of a slice</source>
        <translation>切片的起点、终点和步长</translation>
    </message>
    <message>
        <source>The steps of this project. Enter goes to the chosen one.</source>
        <translation>此项目的各个步骤。按回车键前往所选的一步。</translation>
    </message>
    <message>
        <source>The table of exports, {name}, cannot be read.</source>
        <translation>导出支持表 {name} 无法读取。</translation>
    </message>
    <message>
        <source>The target column {name!r} of {source} holds text; several target columns together must be numbers.</source>
        <translation>{source} 的目标列“{name}”包含文本；多个目标列必须都是数值。</translation>
    </message>
    <message>
        <source>The target of {source} is missing in {rows}; only features can be filled, rows without a target can be dropped.</source>
        <translation>{source} 的目标在 {rows} 缺失；只有特征可以填充，缺少目标的行可以丢弃。</translation>
    </message>
    <message>
        <source>The target {name!r} has a single class: there is nothing to tell apart.</source>
        <translation>目标“{name}”只有一个类别：没有可区分的内容。</translation>
    </message>
    <message>
        <source>The target {name!r} has gaps or infinite values; classes need a value for every sample.</source>
        <translation>目标“{name}”有缺失值或无穷大；类别要求每个样本都有值。</translation>
    </message>
    <message>
        <source>The target {name!r} has negative class numbers; classes count from 0.</source>
        <translation>目标“{name}”有负的类别编号；类别从 0 开始。</translation>
    </message>
    <message>
        <source>The target {name!r} has {count} different labels in {samples} samples; labels that repeat were expected, such as those of a few classes.</source>
        <translation>目标“{name}”在 {samples} 个样本中有 {count} 个不同的标签；标签应会重复出现，例如少数几个类别。</translation>
    </message>
    <message>
        <source>The target {name!r} has {count} different whole numbers in {samples} samples: taken as a quantity.</source>
        <translation>目标“{name}”在 {samples} 个样本中有 {count} 个不同的整数：按连续数值处理。</translation>
    </message>
    <message>
        <source>The target {name!r} has {count} different whole numbers: taken as {count} classes.</source>
        <translation>目标“{name}”有 {count} 个不同的整数：按 {count} 个类别处理。</translation>
    </message>
    <message>
        <source>The target {name!r} holds quantities; it has no one-hot form.</source>
        <translation>目标 {name!r} 是数值，没有独热形式。</translation>
    </message>
    <message>
        <source>The target {name!r} holds texts in {ndim} dimensions; one label per sample was expected.</source>
        <translation>目标“{name}”是 {ndim} 维的文本；应为每个样本一个标签。</translation>
    </message>
    <message>
        <source>The target {name!r} holds texts such as {example!r}; a regression needs numbers, texts are classes.</source>
        <translation>目标“{name}”包含 {example!r} 这样的文本；回归需要数值，文本表示类别。</translation>
    </message>
    <message>
        <source>The target {name!r} is one-hot already and was left so.</source>
        <translation>目标“{name}”已是独热编码，保持不变。</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>该文本</translation>
    </message>
    <message>
        <source>The text cannot be read as a model: {message}.</source>
        <translation>该文本无法作为模型读取：{message}。</translation>
    </message>
    <message>
        <source>The text holds no layers.</source>
        <translation>文本中没有层。</translation>
    </message>
    <message>
        <source>the text is too long</source>
        <translation>文本太长</translation>
    </message>
    <message>
        <source>the text {text!a} holds half of a character (a lone surrogate)</source>
        <translation>文本 {text!a} 中有半个字符（单独的代理项）</translation>
    </message>
    <message>
        <source>the top</source>
        <translation>最外层</translation>
    </message>
    <message>
        <source>The training script in cells with explanations</source>
        <translation>分单元格并附说明的训练脚本</translation>
    </message>
    <message>
        <source>The training settings of the file were left out: {message}.</source>
        <translation>文件中的训练设置已略去：{message}。</translation>
    </message>
    <message>
        <source>the two do not take the same inputs</source>
        <translation>两者的输入不同</translation>
    </message>
    <message>
        <source>The virtual batch size of {name!r} is gone from Keras; its predictions are the same, training is not.</source>
        <translation>Keras 已不再支持“{name}”的虚拟批大小；其预测相同，训练则不同。</translation>
    </message>
    <message>
        <source>The vocabulary of {name!r} is not taken over from the file; adapt it again.</source>
        <translation>“{name}”的词表没有从文件中取用；请重新适配（adapt）。</translation>
    </message>
    <message>
        <source>The weight of the class {key!r} should be a number. Received: {weight!r}</source>
        <translation>类别“{key}”的权重应为数值。实际为：{weight!r}</translation>
    </message>
    <message>
        <source>The weights are kept, but not the whole model. {reason}</source>
        <translation>权重已保留，但未能保存整个模型。{reason}</translation>
    </message>
    <message>
        <source>The weights are loaded; training and exports start from them.</source>
        <translation>权重已载入；训练和导出将从它们开始。</translation>
    </message>
    <message>
        <source>The weights cannot be copied to {name!r}: {reason}.</source>
        <translation>权重无法复制到“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>The weights cannot be kept in {folder}: {reason}.</source>
        <translation>权重无法保存在 {folder} 中：{reason}。</translation>
    </message>
    <message>
        <source>The weights cannot be loaded: the array {name!r} of {layer!r} holds no numbers of a known kind (its type is {dtype}).</source>
        <translation>权重无法加载：“{layer}”的数组“{name}”中不是已知类型的数值（其类型为 {dtype}）。</translation>
    </message>
    <message>
        <source>The weights cannot be loaded: {layer!r} should have an array {name!r}; there is none.</source>
        <translation>权重无法加载：“{layer}”应有数组“{name}”，但其中没有。</translation>
    </message>
    <message>
        <source>The weights cannot be loaded: {message}</source>
        <translation>权重无法加载：{message}</translation>
    </message>
    <message>
        <source>The weights cannot be written to {name!r}: {said}.</source>
        <translation>权重无法写入“{name}”：{said}。</translation>
    </message>
    <message>
        <source>The weights in the file are those of a new model; it was not trained.</source>
        <translation>文件中的权重属于新模型；模型未经训练。</translation>
    </message>
    <message>
        <source>The weights of epoch {best} are kept.</source>
        <translation>第 {best} 轮的权重已保留。</translation>
    </message>
    <message>
        <source>The weights of the file are not loaded from here.</source>
        <translation>文件中的权重不会从这里加载。</translation>
    </message>
    <message>
        <source>The weights of the file {file!r} are not loaded from here.</source>
        <translation>文件“{file}”中的权重不会从这里加载。</translation>
    </message>
    <message>
        <source>the weights of {name}</source>
        <translation>{name} 的权重</translation>
    </message>
    <message>
        <source>The weights of {name} are not read; they begin anew.</source>
        <translation>{name} 的权重没有读取；将从新权重开始。</translation>
    </message>
    <message>
        <source>The weights of {parameters:,} parameters take {needed:,.1f} GiB; this machine has {available:,.1f} GiB of memory.</source>
        <translation>{parameters:,} 个参数的权重占 {needed:,.1f} GiB；本机内存为 {available:,.1f} GiB。</translation>
    </message>
    <message>
        <source>The weights that training starts from: imagenet:VGG16, or a file (.weights.h5, .keras, .h5) relative to the project; several with a ; between them. Empty: new ones.</source>
        <translation>训练从哪些权重开始：imagenet:VGG16，或相对于项目的文件（.weights.h5、.keras、.h5）；多个之间用 ; 分隔。留空表示新的权重。</translation>
    </message>
    <message>
        <source>The weights {name!r} are refused: the file holds no weights of a Keras model.</source>
        <translation>权重“{name}”被拒绝：文件中没有 Keras 模型的权重。</translation>
    </message>
    <message>
        <source>The weights {name!r} cannot be loaded: expected a .weights.h5, .keras or .h5 file.</source>
        <translation>权重“{name}”无法加载：应为 .weights.h5、.keras 或 .h5 文件。</translation>
    </message>
    <message>
        <source>The weights {name!r} cannot be loaded: expected a file ending in {known}.</source>
        <translation>权重“{name}”无法加载：文件名应以 {known} 结尾。</translation>
    </message>
    <message>
        <source>The weights {name!r} cannot be loaded: there is no such file ({path}).</source>
        <translation>权重“{name}”无法加载：没有该文件（{path}）。</translation>
    </message>
    <message>
        <source>The weights {name!r} cannot be loaded: there is no such file.</source>
        <translation>权重“{name}”无法加载：没有该文件。</translation>
    </message>
    <message>
        <source>The weights {name!r} do not fit this model: the layers or their sizes differ from those of the run.</source>
        <translation>权重“{name}”与该模型不符：层或其大小与那次运行不同。</translation>
    </message>
    <message>
        <source>The whole graph; the outline lists the same layers for the keyboard.</source>
        <translation>整个图；大纲列出同样的层，可用键盘操作。</translation>
    </message>
    <message>
        <source>The {kind} {class_name} lowers its learning rate by the old setting decay, which is gone.</source>
        <translation>{kind} {class_name} 用旧设置 decay 降低学习率，该设置已不存在。</translation>
    </message>
    <message>
        <source>The {kind} {name!r} is a class of this code, which is not run; choose another.</source>
        <translation>{kind} “{name}”是这段代码中的类，不会运行；请另选一个。</translation>
    </message>
    <message>
        <source>The {kind} {name!r} is code of its own that cannot be taken over; choose another.</source>
        <translation>{kind} “{name}”是自定义代码，无法沿用；请另选一个。</translation>
    </message>
    <message>
        <source>The {kind} {name!r} is not one of Keras&apos;s own; choose another one.</source>
        <translation>{kind}“{name}”不是 Keras 自带的；请另选一个。</translation>
    </message>
    <message>
        <source>The {name} of the archive cannot be read.</source>
        <translation>归档中的 {name} 无法读取。</translation>
    </message>
    <message>
        <source>The {name} part is a fraction from 0 to below 1. Received: {fraction}</source>
        <translation>{name} 部分应为 0 到 1（不含 1）之间的比例。实际为：{fraction}</translation>
    </message>
    <message>
        <source>The {what} cannot be made: {error}</source>
        <translation>{what} 无法创建：{error}</translation>
    </message>
    <message>
        <source>The {what} is damaged: expected a format number of 1 or more, received {number!r:.60}.</source>
        <translation>{what} 已损坏：格式版本应为 1 或更大，实际为 {number!r:.60}。</translation>
    </message>
    <message>
        <source>The {what} was made by a newer Netwright: it has format {number}, this version reads formats up to {format}.</source>
        <translation>{what} 由更新版本的 Netwright 生成：其格式版本为 {number}，本版本最高支持 {format}。</translation>
    </message>
    <message>
        <source>The {where} of the model cannot be read: expected names of layers with two indices, got {data!r}.</source>
        <translation>模型的 {where} 无法读取：应为带两个索引的层名，实际为 {data}。</translation>
    </message>
    <message>
        <source>The {window} of {subject} is larger than its input {shape}: nothing would be left; make it smaller, pad with padding=&apos;same&apos;, or pool less before it.</source>
        <translation>{window}（{subject}）比输入 {shape} 还大，结果什么都不剩；请把它改小，用 padding=&apos;same&apos; 填充，或者减少前面的池化。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>There are no layers to write as code; select some.</source>
        <translation>没有可写成代码的层；请先选择一些层。</translation>
    </message>
    <message>
        <source>There are no problems.</source>
        <translation>没有问题。</translation>
    </message>
    <message>
        <source>There are no runs in {folder}.</source>
        <translation>{folder} 中没有运行记录。</translation>
    </message>
    <message>
        <source>There are no runs to compare with yet.</source>
        <translation>还没有可以比较的运行。</translation>
    </message>
    <message>
        <source>There is a node {node!r} already.</source>
        <translation>节点 {node!r} 已经存在。</translation>
    </message>
    <message>
        <source>There is a position for the node {node!r}, which does not exist.</source>
        <translation>存在节点 {node!r} 的位置，但该节点不存在。</translation>
    </message>
    <message>
        <source>There is no automatic fix for this problem.</source>
        <translation>此问题没有自动修复。</translation>
    </message>
    <message>
        <source>There is no block named {block!r} in this project.</source>
        <translation>这个项目中没有名为 {block!r} 的块。</translation>
    </message>
    <message>
        <source>There is no block named {block!r}.</source>
        <translation>没有名为 {block!r} 的块。</translation>
    </message>
    <message>
        <source>there is no block named {class_name!r} in this project</source>
        <translation>本项目中没有名为“{class_name}”的块</translation>
    </message>
    <message>
        <source>There is no block named {name!r} in this project.</source>
        <translation>本项目中没有名为“{name}”的块。</translation>
    </message>
    <message>
        <source>There is no bookmark {number} yet.</source>
        <translation>还没有书签 {number}。</translation>
    </message>
    <message>
        <source>There is no bundled data set {name!r}; there are {known}.</source>
        <translation>没有内置数据集“{name}”；可用的有 {known}。</translation>
    </message>
    <message>
        <source>There is no class {key!r} to weigh; the classes are {known}.</source>
        <translation>没有可加权的类别“{key}”；已有类别为 {known}。</translation>
    </message>
    <message>
        <source>There is no diagram style {style!r}; expected one of {styles}.</source>
        <translation>没有结构图样式“{style}”；应为 {styles} 之一。</translation>
    </message>
    <message>
        <source>There is no encoding {encoding!r}; try utf-8 or gb18030.</source>
        <translation>没有编码“{encoding}”；可试 utf-8 或 gb18030。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>There is no filter {key!r}; there are {known}.</source>
        <translation>没有筛选条件 {key!r}；可用的有 {known}。</translation>
    </message>
    <message>
        <source>There is no home folder for settings; set {variable} to a folder.</source>
        <translation>没有可存放设置的用户主目录；请将 {variable} 设为某个文件夹。</translation>
    </message>
    <message>
        <source>There is no layer {layer!r} to call again.</source>
        <translation>没有可以再次调用的层 {layer!r}。</translation>
    </message>
    <message>
        <source>There is no layer {layer!r}.</source>
        <translation>没有层 {layer!r}。</translation>
    </message>
    <message>
        <source>There is no model and no layer of Keras in this code.</source>
        <translation>这段代码中没有模型，也没有 Keras 的层。</translation>
    </message>
    <message>
        <source>There is no model in this code.</source>
        <translation>这段代码中没有模型。</translation>
    </message>
    <message>
        <source>There is no model {name!r} in keras.applications.</source>
        <translation>keras.applications 中没有模型“{name}”。</translation>
    </message>
    <message>
        <source>There is no model {wanted!r} in this code; there are: {names}.</source>
        <translation>代码中没有模型“{wanted}”；其中有：{names}。</translation>
    </message>
    <message>
        <source>There is no node {node!r} to take an input from.</source>
        <translation>没有可以作为输入来源的节点 {node!r}。</translation>
    </message>
    <message>
        <source>There is no node {node!r}.</source>
        <translation>没有节点 {node!r}。</translation>
    </message>
    <message>
        <source>There is no Python code in this text that can be read.</source>
        <translation>这段文本中没有可读取的 Python 代码。</translation>
    </message>
    <message>
        <source>There is no repeated structure to fold.</source>
        <translation>没有可折叠的重复结构。</translation>
    </message>
    <message>
        <source>There is no run {name!r} in {folder}.</source>
        <translation>{folder} 中没有运行“{name}”。</translation>
    </message>
    <message>
        <source>There is no target: only the inputs are given.</source>
        <translation>没有目标：只有输入。</translation>
    </message>
    <message>
        <source>There is no template {name!r}; there are {known}.</source>
        <translation>没有模板“{name}”；可用的有 {known}。</translation>
    </message>
    <message>
        <source>There is no wire at {target!r} to lead elsewhere.</source>
        <translation>{target!r} 上没有可以改接的连线。</translation>
    </message>
    <message>
        <source>There is no wire to remove at {target!r}.</source>
        <translation>{target!r} 上没有可以删除的连线。</translation>
    </message>
    <message>
        <source>There is nothing to connect: select layers that have a free input.</source>
        <translation>没有可连接的层：请选择有空闲输入的层。</translation>
    </message>
    <message>
        <source>There is nothing to draw yet.</source>
        <translation>还没有可绘制的内容。</translation>
    </message>
    <message>
        <source>There is nothing to draw: the model has no layers yet.</source>
        <translation>没有可绘制的内容：模型还没有层。</translation>
    </message>
    <message>
        <source>There is nothing to fold.</source>
        <translation>没有可以折叠的内容。</translation>
    </message>
    <message>
        <source>This code cannot be read.</source>
        <translation>无法读取这段代码。</translation>
    </message>
    <message>
        <source>This is a Graph model of Keras 0, which no later Keras reads; expected Keras 1 or later.</source>
        <translation>这是 Keras 0 的 Graph 模型，之后的 Keras 都不能读取；应为 Keras 1 或更新版本。</translation>
    </message>
    <message>
        <source>This is no model: expected the class_name and config of one, got {data}.</source>
        <translation>这不是模型：应有模型的 class_name 和 config，实际为 {data}。</translation>
    </message>
    <message>
        <source>This is no model: expected the config of a Keras model, got {config!r}.</source>
        <translation>这不是模型：应为 Keras 模型的 config，实际为 {config}。</translation>
    </message>
    <message>
        <source>This is no notebook: a notebook has cells, and there are none in it.</source>
        <translation>这不是笔记本：笔记本应有单元格，而其中没有。</translation>
    </message>
    <message>
        <source>This is no notebook: it should be JSON, and it is not.</source>
        <translation>这不是笔记本：笔记本应为 JSON，而它不是。</translation>
    </message>
    <message>
        <source>This is no PNG picture.</source>
        <translation>这不是 PNG 图片。</translation>
    </message>
    <message>
        <source>this is no Python</source>
        <translation>不是 Python 代码</translation>
    </message>
    <message>
        <source>This is no Python: {error}.</source>
        <translation>这不是 Python 代码：{error}。</translation>
    </message>
    <message>
        <source>This is no Python: {message}.</source>
        <translation>这不是 Python 代码：{message}。</translation>
    </message>
    <message>
        <source>This is not a Netwright project: it is empty.</source>
        <translation>这不是 Netwright 项目：文件是空的。</translation>
    </message>
    <message>
        <source>This is not a Netwright project: its field {field!r} with the format number is missing.</source>
        <translation>这不是 Netwright 项目：缺少记录格式版本的字段“{field}”。</translation>
    </message>
    <message>
        <source>This is not valid JSON: {fault} at line {line}, column {column}.</source>
        <translation>不是有效的 JSON：第 {line} 行第 {column} 列，{fault}。</translation>
    </message>
    <message>
        <source>this model</source>
        <translation>该模型</translation>
    </message>
    <message>
        <source>This Python code can do everything that you can do on this computer. Nothing of it has run yet. Trust it only if you know where it comes from and have read it.</source>
        <translation>这段 Python 代码可以在此计算机上做您能做的一切。它尚未运行过。只有在您知道其来源并已读过之后，才应信任它。</translation>
    </message>
    <message>
        <source>ThresholdedReLU kept x where x was above theta; ReLU takes its place, but only with a threshold that is not negative.</source>
        <translation>ThresholdedReLU 在 x 大于 theta 时保留 x；现由 ReLU 代替，但仅限于非负的阈值。</translation>
    </message>
    <message>
        <source>Title of the frame</source>
        <translation>注释框标题</translation>
    </message>
    <message>
        <source>To load the file: keras.models.load_model(path, {arguments}).</source>
        <translation>加载该文件的方法：keras.models.load_model(path, {arguments})。</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Top edges</source>
        <translation>上边缘</translation>
    </message>
    <message>
        <source>Trackpad: two fingers pan</source>
        <translation>触控板：双指平移</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train on sample data: {name}</source>
        <translation>用示例数据训练：{name}</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>可训练</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Training script</source>
        <translation>训练脚本</translation>
    </message>
    <message>
        <source>Training starts when the network is checked.</source>
        <translation>网络检查完毕后开始训练。</translation>
    </message>
    <message>
        <source>True or False</source>
        <translation>True 或 False</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false 这样的真假值</translation>
    </message>
    <message>
        <source>Trust this code</source>
        <translation>信任此代码</translation>
    </message>
    <message>
        <source>Try {name}</source>
        <translation>试运行 {name}</translation>
    </message>
    <message>
        <source>two Dense and a mix of them</source>
        <translation>两个 Dense 及其混合</translation>
    </message>
    <message>
        <source>Two layers are called {wanted!r}; one of them is {name!r} now.</source>
        <translation>有两个层都叫“{wanted}”；其中一个现改名为“{name}”。</translation>
    </message>
    <message>
        <source>Two layers are named {name}; every layer needs a name of its own.</source>
        <translation>有两个层都叫 {name}；每个层都需要自己的名称。</translation>
    </message>
    <message>
        <source>Two layers of {name!r} are called {layer!r}: names must differ.</source>
        <translation>“{name}”中有两个层都叫“{layer}”：名称必须不同。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>Type what you want to do, or a layer</source>
        <translation>输入想做的事或层的名称</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo {label}</source>
        <translation>撤销：{label}</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Undone: {label}</source>
        <translation>已撤销：{label}</translation>
    </message>
    <message>
        <source>Unexpected error</source>
        <translation>意外错误</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>unit_forget_bias is set anyway</source>
        <translation>unit_forget_bias 本来就已设置</translation>
    </message>
    <message>
        <source>unpack it first and open the model inside</source>
        <translation>请先解压，再打开其中的模型</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Upgraded</source>
        <translation>已升级</translation>
    </message>
    <message>
        <source>Use the layers of a Python file of your own</source>
        <translation>使用您自己的 Python 文件中的层</translation>
    </message>
    <message>
        <source>Use {loss}</source>
        <translation>使用 {loss}</translation>
    </message>
    <message>
        <source>used {count} times in the model</source>
        <translation>在模型中使用 {count} 次</translation>
    </message>
    <message>
        <source>Validating</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Validating epoch {epoch}</source>
        <translation>正在验证第 {epoch} 轮</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Validation and test together take {share:.0%} of the data; something must be left for training.</source>
        <translation>验证集和测试集共占数据的 {share:.0%}；必须留一部分用于训练。</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>values separated by commas</source>
        <translation>用逗号分隔的值</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weights are not held in a project</source>
        <translation>项目中不保存权重</translation>
    </message>
    <message>
        <source>weights in 8 bits (dynamic range)</source>
        <translation>权重 8 位（动态范围）</translation>
    </message>
    <message>
        <source>Weights only</source>
        <translation>仅权重</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>What is added to {name!r} is no layer; it is left out.</source>
        <translation>添加到“{name}”的内容不是层；已略去。</translation>
    </message>
    <message>
        <source>What is seen now</source>
        <translation>当前可见部分</translation>
    </message>
    <message>
        <source>What is selected</source>
        <translation>所选部分</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示的内容</translation>
    </message>
    <message>
        <source>What is to be learned.</source>
        <translation>要学习的目标。</translation>
    </message>
    <message>
        <source>What Merge joins is not known.</source>
        <translation>Merge 合并的内容未知。</translation>
    </message>
    <message>
        <source>What stands here is nested too deeply to be read.</source>
        <translation>此处的内容嵌套过深，无法读取。</translation>
    </message>
    <message>
        <source>What stands here was not read to its end: {budget}.</source>
        <translation>此处的内容没有读完：{budget}。</translation>
    </message>
    <message>
        <source>what such an object computes is not known here</source>
        <translation>这种对象的计算结果在此未知</translation>
    </message>
    <message>
        <source>What the import changed</source>
        <translation>导入时的改动</translation>
    </message>
    <message>
        <source>What the import changed…</source>
        <translation>导入时的改动…</translation>
    </message>
    <message>
        <source>What the layer is called on is not known</source>
        <translation>该层的输入未知</translation>
    </message>
    <message>
        <source>What the program and training runs report</source>
        <translation>程序和训练的输出</translation>
    </message>
    <message>
        <source>What the program and training runs report appears here.</source>
        <translation>程序和训练的输出显示在这里。</translation>
    </message>
    <message>
        <source>What the selected layer does, its inputs and its parameters</source>
        <translation>所选层的作用、输入和参数</translation>
    </message>
    <message>
        <source>What to do about missing values.</source>
        <translation>如何处理缺失值。</translation>
    </message>
    <message>
        <source>What was changed…</source>
        <translation>改动了什么…</translation>
    </message>
    <message>
        <source>What {name} computes is no part of the model</source>
        <translation>{name} 计算的结果不属于模型</translation>
    </message>
    <message>
        <source>What {name} of a layer returns is not known</source>
        <translation>层的 {name} 返回什么未知</translation>
    </message>
    <message>
        <source>What {name} of a model returns is not known</source>
        <translation>模型的 {name} 返回什么未知</translation>
    </message>
    <message>
        <source>What {name} of {cls} returns is not known</source>
        <translation>{cls} 的 {name} 返回什么未知</translation>
    </message>
    <message>
        <source>What {name} returns is not known</source>
        <translation>{name} 返回什么未知</translation>
    </message>
    <message>
        <source>Wheel and trackpad</source>
        <translation>滚轮和触控板</translation>
    </message>
    <message>
        <source>Wheel to zoom, drag to pan, double-click to fit. Export it with File &gt; Export diagram.</source>
        <translation>滚轮缩放，拖动平移，双击适应窗口。可通过“文件 &gt; 导出结构图”导出。</translation>
    </message>
    <message>
        <source>Wheel, pinch, or Ctrl and two fingers</source>
        <translation>滚轮、捏合，或按住 Ctrl 双指滑动</translation>
    </message>
    <message>
        <source>Whether the target is a class or a quantity.</source>
        <translation>目标是类别还是数量。</translation>
    </message>
    <message>
        <source>Whether {name!r} is trainable is not known.</source>
        <translation>“{name}”是否可训练未知。</translation>
    </message>
    <message>
        <source>WideDeepModel added the outputs of a linear and a deep model; use Add.</source>
        <translation>WideDeepModel 将线性模型与深度模型的输出相加；请使用 Add。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>Wine</source>
        <translation>葡萄酒</translation>
    </message>
    <message>
        <source>With data, training and evaluation</source>
        <translation>包含数据、训练和评估</translation>
    </message>
    <message>
        <source>with its classifier</source>
        <translation>包含分类器</translation>
    </message>
    <message>
        <source>with status {status}</source>
        <translation>以状态 {status} 结束</translation>
    </message>
    <message>
        <source>Write something on the canvas</source>
        <translation>在画布上写点什么</translation>
    </message>
    <message>
        <source>Write the block out</source>
        <translation>展开块</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Writing the file…</source>
        <translation>正在写入文件…</translation>
    </message>
    <message>
        <source>Written out, the block {block} has a layer named {name}, which is the name of another layer.</source>
        <translation>块 {block} 展开后有一个名为 {name} 的层，与另一个层重名。</translation>
    </message>
    <message>
        <source>Written with the channels last.</source>
        <translation>按通道在最后的顺序书写。</translation>
    </message>
    <message>
        <source>x and y</source>
        <translation>x 和 y</translation>
    </message>
    <message>
        <source>Yields {shapes}</source>
        <translation>输出 {shapes}</translation>
    </message>
    <message>
        <source>you have no permission for the file or its folder</source>
        <translation>没有该文件或其文件夹的访问权限</translation>
    </message>
    <message>
        <source>Your text; the graph follows it.</source>
        <translation>您的文本；图随之变化。</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom to the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>{added} added, {removed} removed, {changed} changed</source>
        <translation>新增 {added} 处，移除 {removed} 处，更改 {changed} 处</translation>
    </message>
    <message>
        <source>{around!r} wraps a {class_name}, which became several layers that it cannot wrap.</source>
        <translation>“{around}”包装了 {class_name}，后者已变成多个层，无法被包装。</translation>
    </message>
    <message>
        <source>{a} becomes {b}</source>
        <translation>{a} 变为 {b}</translation>
    </message>
    <message>
        <source>{class_name} has no parameter {key!r}; {name!r} is without it.</source>
        <translation>{class_name} 没有参数“{key}”；“{name}”不带该参数。</translation>
    </message>
    <message>
        <source>{class_name} {name!r} was written out as operations.</source>
        <translation>{class_name}“{name}”已展开为运算。</translation>
    </message>
    <message>
        <source>{cls} has no attribute {name!r}</source>
        <translation>{cls} 没有属性“{name}”</translation>
    </message>
    <message>
        <source>{count:,} parameters</source>
        <translation>{count:,} 个参数</translation>
    </message>
    <message>
        <source>{count} bytes, {lines} lines</source>
        <translation>{count} 字节，{lines} 行</translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation>{count} 类</translation>
    </message>
    <message>
        <source>{count} dimensions</source>
        <translation>{count} 维</translation>
    </message>
    <message>
        <source>{count} errors</source>
        <translation>{count} 个错误</translation>
    </message>
    <message>
        <source>{count} feature columns cannot take the shape {shape}, which needs {needed} numbers a sample.</source>
        <translation>{count} 个特征列无法排成形状 {shape}，它要求每个样本有 {needed} 个数。</translation>
    </message>
    <message>
        <source>{count} files were dropped; only {name} is opened.</source>
        <translation>拖入了 {count} 个文件，只打开 {name}。</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 个</translation>
    </message>
    <message>
        <source>{count} inputs</source>
        <translation>{count} 个输入</translation>
    </message>
    <message>
        <source>{count} kept as placeholders</source>
        <translation>{count} 个保留为占位层</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} 个层</translation>
    </message>
    <message>
        <source>{count} layers selected</source>
        <translation>已选择 {count} 个层</translation>
    </message>
    <message>
        <source>{count} layers start with weights from {source}</source>
        <translation>{count} 个层从 {source} 的权重开始</translation>
    </message>
    <message>
        <source>{count} lines of Python that build this network</source>
        <translation>构建此网络的 Python 代码，共 {count} 行</translation>
    </message>
    <message>
        <source>{count} of {rows} rows have gaps and were dropped.</source>
        <translation>{rows} 行中有 {count} 行存在缺失值，已丢弃。</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>{count} parameters, made for {side} × {side} pixels</source>
        <translation>{count} 个参数，为 {side} × {side} 像素的图像设计</translation>
    </message>
    <message>
        <source>{count} remarks</source>
        <translation>{count} 条备注</translation>
    </message>
    <message>
        <source>{count} samples</source>
        <translation>{count} 个样本</translation>
    </message>
    <message>
        <source>{count} spellings upgraded</source>
        <translation>{count} 处写法已升级</translation>
    </message>
    <message>
        <source>{count} {unit} left</source>
        <translation>剩余 {count} {unit}</translation>
    </message>
    <message>
        <source>{count} {unit} over budget</source>
        <translation>超出预算 {count} {unit}</translation>
    </message>
    <message>
        <source>{dtype} of shape {shape} does not fit into {count} bytes</source>
        <translation>形状为 {shape} 的 {dtype} 与 {count} 字节不符</translation>
    </message>
    <message>
        <source>{file!r} has the name of a module that is installed already; give the file another name, such as my_{stem}.py.</source>
        <translation>{file!r} 与已安装的模块同名；请给文件换个名称，例如 my_{stem}.py。</translation>
    </message>
    <message>
        <source>{file!r} is not Python that can be read: {reason}.</source>
        <translation>{file!r} 不是可以解析的 Python 代码：{reason}。</translation>
    </message>
    <message>
        <source>{file!r} is not text in UTF-8.</source>
        <translation>{file!r} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{file!r} is not valid Python: line {line}: {reason}.</source>
        <translation>{file!r} 不是有效的 Python 代码：第 {line} 行：{reason}。</translation>
    </message>
    <message>
        <source>{file!r} is on another machine; copy it here to use its layers.</source>
        <translation>{file!r} 在另一台机器上；要使用其中的层，请先把它复制到本机。</translation>
    </message>
    <message>
        <source>{filled} gaps in the features were filled with {filling}.</source>
        <translation>特征中的 {filled} 个缺失值已用 {filling} 填充。</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} 和 {last}</translation>
    </message>
    <message>
        <source>{folder!r} is not a folder</source>
        <translation>“{folder}”不是文件夹</translation>
    </message>
    <message>
        <source>{folder} holds no run: {name} cannot be read ({reason}).</source>
        <translation>{folder} 中没有运行记录：无法读取 {name}（{reason}）。</translation>
    </message>
    <message>
        <source>{folder} holds {count} runs of this very second already.</source>
        <translation>{folder} 在这一秒内已有 {count} 次运行。</translation>
    </message>
    <message>
        <source>{format} cannot be written: {bug}</source>
        <translation>{format} 无法写出：{bug}</translation>
    </message>
    <message>
        <source>{format} cannot be written: {during} ended its process {how}; the model may be too large for it.</source>
        <translation>{format} 无法写出：{during} 的进程 {how}；模型对它来说可能太大。</translation>
    </message>
    <message>
        <source>{format} cannot hold this model: its weights take {size:.1f} GiB, a file holds less than 2.</source>
        <translation>{format} 无法容纳该模型：权重占 {size:.1f} GiB，而文件不能超过 2 GiB。</translation>
    </message>
    <message>
        <source>{format} cannot hold {subject}: it has no counterpart of TensorFlow&apos;s operation {operation}.</source>
        <translation>{format} 无法容纳 {subject}：没有与 TensorFlow 运算 {operation} 对应的运算。</translation>
    </message>
    <message>
        <source>{format} cannot hold {subject}: {said}.</source>
        <translation>{format} 无法容纳 {subject}：{said}。</translation>
    </message>
    <message>
        <source>{format} could not be written within {seconds:g} seconds, so it was given up.</source>
        <translation>{format} 未能在 {seconds:g} 秒内写出，已放弃。</translation>
    </message>
    <message>
        <source>{frozen} of {count} layers inside are frozen.</source>
        <translation>其中 {count} 层里有 {frozen} 层已冻结。</translation>
    </message>
    <message>
        <source>{key!r} cannot be the name of a parameter</source>
        <translation>“{key}”不能作为参数名</translation>
    </message>
    <message>
        <source>{key!r} has {count}</source>
        <translation>“{key}”有 {count} 个</translation>
    </message>
    <message>
        <source>{key} already does: {action}.</source>
        <translation>{key} 已用于：{action}。</translation>
    </message>
    <message>
        <source>{kind!r} comes from the file {stem}.py, which the project does not name.</source>
        <translation>{kind!r} 来自文件 {stem}.py，而项目中没有列出该文件。</translation>
    </message>
    <message>
        <source>{kind!r} from a file, which is not known here and is not run</source>
        <translation>来自文件的 {kind!r}（这里不认识，不会运行）</translation>
    </message>
    <message>
        <source>{kind!r} of {module!r} from a file, which is not known here and is not run</source>
        <translation>来自文件、属于 {module!r} 的 {kind!r}（这里不认识，不会运行）</translation>
    </message>
    <message>
        <source>{kind} have no option {name!r}; it was ignored.</source>
        <translation>{kind} 没有选项“{name}”；已忽略。</translation>
    </message>
    <message>
        <source>{kind} runs code that is kept in the project or in a file; such code is shown here, but not run.</source>
        <translation>{kind} 会运行保存在项目或文件中的代码；这类代码在这里只显示，不运行。</translation>
    </message>
    <message>
        <source>{kind} {name} gets no tensor.</source>
        <translation>{kind} {name} 没有得到张量。</translation>
    </message>
    <message>
        <source>{kind} {name} holds Python code that is not trusted yet; read it, then trust it or delete the layer.</source>
        <translation>{kind} {name} 中有尚未被信任的 Python 代码；请先阅读，然后信任它或删除这个层。</translation>
    </message>
    <message>
        <source>{kind} {name} leads to no output; it is left out of the model.</source>
        <translation>{kind} {name} 没有通向任何输出；它不会进入模型。</translation>
    </message>
    <message>
        <source>{kind} {name} needs a tensor for {where}; nothing is connected.</source>
        <translation>{kind} {name} 还没有连接，缺少张量：{where}。</translation>
    </message>
    <message>
        <source>{kind} {name} takes output {output} of {source}, which has {count}.</source>
        <translation>{kind} {name} 要取 {source} 的第 {output} 个输出，而后者共有 {count} 个输出。</translation>
    </message>
    <message>
        <source>{label} failed: {reason}</source>
        <translation>“{label}”失败：{reason}</translation>
    </message>
    <message>
        <source>{layer!r} has nothing at its input {name!r}; connect it.</source>
        <translation>“{layer}”的输入“{name}”没有连接；请连接它。</translation>
    </message>
    <message>
        <source>{layers} layers · {parameters} parameters ({trainable} trainable) · {flops} FLOPs · {memory} at batch {batch}</source>
        <translation>{layers} 层 · 参数 {parameters}（可训练 {trainable}）· {flops} FLOPs · 批大小 {batch} 时 {memory}</translation>
    </message>
    <message>
        <source>{layer} in {block}</source>
        <translation>{layer}（在 {block} 中）</translation>
    </message>
    <message>
        <source>{layer} takes {sizes} sizes per sample; &apos;{name}&apos; gives {shape}.</source>
        <translation>{layer} 要求每个样本为 {sizes} 维，而“{name}”给出的是 {shape}。</translation>
    </message>
    <message>
        <source>{length} numbers such as {sample}</source>
        <translation>{length} 个数字，例如 {sample}</translation>
    </message>
    <message>
        <source>{memory} per sample</source>
        <translation>每样本 {memory}</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: a folder of that name is there already.</source>
        <translation>“{name}”无法导出：该处已有同名文件夹。</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: a SavedModel is a folder, and a file of that name is there.</source>
        <translation>“{name}”无法导出：SavedModel 是文件夹，而该处有同名文件。</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: expected a name ending in {known}, or a folder for a SavedModel; received {suffix}.</source>
        <translation>“{name}”无法导出：文件名应以 {known} 结尾，或为 SavedModel 指定文件夹；实际为 {suffix}。</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: the folder holds other files; expected a new or an empty one, or a SavedModel to replace.</source>
        <translation>“{name}”无法导出：文件夹中有其他文件；应为新文件夹、空文件夹，或要替换的 SavedModel。</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: the folder {folder!r} does not exist.</source>
        <translation>“{name}”无法导出：文件夹“{folder}”不存在。</translation>
    </message>
    <message>
        <source>{name!r} cannot be exported: {reason}.</source>
        <translation>“{name}”无法导出：{reason}。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: it is not text.</source>
        <translation>“{name}”无法打开：它不是文本。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: it is {kind}; a file was expected.</source>
        <translation>“{name}”无法打开：它是 {kind}；应为文件。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: Python cannot be started ({reason}).</source>
        <translation>“{name}”无法打开：无法启动 Python（{reason}）。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: there is no such file ({path}).</source>
        <translation>“{name}”无法打开：没有该文件（{path}）。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: {message}</source>
        <translation>“{name}”无法打开：{message}</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: {reason}.</source>
        <translation>“{name}”无法打开：{reason}。</translation>
    </message>
    <message>
        <source>{name!r} cannot be opened: {said}.</source>
        <translation>“{name}”无法打开：{said}。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: an array ends too early, so it is damaged or hostile.</source>
        <translation>“{name}”无法读取：有一个数组提前结束，因此已损坏或带有恶意。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: it confuses its reader, so it is damaged or hostile.</source>
        <translation>“{name}”无法读取：它使读取程序出错，因此已损坏或带有恶意。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: it makes its reader fail (status {status}), so it is damaged or hostile.</source>
        <translation>“{name}”无法读取：它使读取程序崩溃（状态 {status}），因此已损坏或带有恶意。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: it takes more processor time than any model; it is damaged or hostile.</source>
        <translation>“{name}”无法读取：占用的处理器时间超过任何模型；文件已损坏或带有恶意。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: nothing came within {seconds:g} seconds; it may be damaged.</source>
        <translation>“{name}”无法读取：{seconds:g} 秒内没有任何结果；文件可能已损坏。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: there is not enough memory for it.</source>
        <translation>“{name}”无法读取：内存不足。</translation>
    </message>
    <message>
        <source>{name!r} cannot be read: {said}.</source>
        <translation>“{name}”无法读取：{said}。</translation>
    </message>
    <message>
        <source>{name!r} cannot be run: {message}</source>
        <translation>“{name}”无法运行：{message}</translation>
    </message>
    <message>
        <source>{name!r} cannot be the name of a compile setting.</source>
        <translation>“{name}”不能作为编译设置的名称。</translation>
    </message>
    <message>
        <source>{name!r} cannot be the name of an argument</source>
        <translation>“{name}”不能作为参数名</translation>
    </message>
    <message>
        <source>{name!r} cannot be written as code: {message}.</source>
        <translation>“{name}”无法写成代码：{message}。</translation>
    </message>
    <message>
        <source>{name!r} does not set {key!r} as its copies do, so they cannot be one block.</source>
        <translation>{name!r} 没有像其副本那样设置 {key!r}，因此不能合成一个块。</translation>
    </message>
    <message>
        <source>{name!r} dropped whole words while training (dropout={rate}); SpatialDropout1D after it is the nearest.</source>
        <translation>“{name}”在训练时丢弃整个词（dropout={rate}）；最接近的是在其后加 SpatialDropout1D。</translation>
    </message>
    <message>
        <source>{name!r} has learned its state from data, which a project does not hold: adapt it again.</source>
        <translation>“{name}”的状态是从数据中学到的，项目不保存这些状态：请重新适配（adapt）。</translation>
    </message>
    <message>
        <source>{name!r} has no input to let through, so it cannot be bypassed.</source>
        <translation>{name!r} 没有可以直通的输入，因此不能绕过。</translation>
    </message>
    <message>
        <source>{name!r} has no input; connect one.</source>
        <translation>“{name}”没有输入；请连接一个。</translation>
    </message>
    <message>
        <source>{name!r} has no layer {wanted!r}</source>
        <translation>“{name}”中没有层“{wanted}”</translation>
    </message>
    <message>
        <source>{name!r} has several outputs in use; one that passes its input has one.</source>
        <translation>{name!r} 有多个输出正在使用；直通输入的层只能有一个输出。</translation>
    </message>
    <message>
        <source>{name!r} has {count} output(s); output {output} is asked for.</source>
        <translation>{name!r} 有 {count} 个输出，却要取第 {output} 个。</translation>
    </message>
    <message>
        <source>{name!r} holds a model of the block {block!r}, and a layer cannot hold a function; change that first.</source>
        <translation>{name!r} 中有块 {block!r} 的模型，而层里不能放函数；请先修改。</translation>
    </message>
    <message>
        <source>{name!r} holds no weights, so there is nothing to compare.</source>
        <translation>“{name}”不含权重，因此没有可比对的内容。</translation>
    </message>
    <message>
        <source>{name!r} is a nested model, which owns its weights; it cannot be written out.</source>
        <translation>{name!r} 是拥有自己权重的嵌套模型，不能展开。</translation>
    </message>
    <message>
        <source>{name!r} is a picture without a project in it; expected one that Netwright exported with its project.</source>
        <translation>“{name}”是不含项目的图片；应为 Netwright 导出的含项目的图片。</translation>
    </message>
    <message>
        <source>{name!r} is a placeholder for {class_name!r}, which is not known here; replace it by a layer of Keras before writing code.</source>
        <translation>“{name}”是 {class_name} 的占位，该层在此未知；写代码前请换成 Keras 的层。</translation>
    </message>
    <message>
        <source>{name!r} is a placeholder, which cannot be part of a block.</source>
        <translation>{name!r} 是占位，不能成为块的一部分。</translation>
    </message>
    <message>
        <source>{name!r} is also called elsewhere; a copy must hold all calls of its layers.</source>
        <translation>{name!r} 在别处也被调用；一份重复部分必须包含其中各层的全部调用。</translation>
    </message>
    <message>
        <source>{name!r} is also called outside the selection; a block must hold all calls of its layers.</source>
        <translation>{name!r} 在所选范围之外也被调用；块必须包含其中各层的全部调用。</translation>
    </message>
    <message>
        <source>{name!r} is an input, which cannot be part of a block.</source>
        <translation>{name!r} 是输入，不能成为块的一部分。</translation>
    </message>
    <message>
        <source>{name!r} is declared as an input of the model, but is no input.</source>
        <translation>“{name}”被声明为模型的输入，但它不是输入。</translation>
    </message>
    <message>
        <source>{name!r} is empty; a model or code that builds one was expected.</source>
        <translation>“{name}”是空的；应为模型或构建模型的代码。</translation>
    </message>
    <message>
        <source>{name!r} is no block.</source>
        <translation>{name!r} 不是块。</translation>
    </message>
    <message>
        <source>{name!r} is no function once its decorators have run.</source>
        <translation>装饰器运行之后，{name!r} 不再是函数。</translation>
    </message>
    <message>
        <source>{name!r} is no parameter of the block (known: {known})</source>
        <translation>{name!r} 不是块的参数（已知参数：{known}）</translation>
    </message>
    <message>
        <source>{name!r} is not defined in this code</source>
        <translation>代码中没有定义“{name}”</translation>
    </message>
    <message>
        <source>{name!r} is not defined in this code; it is read as a new Sequential model.</source>
        <translation>代码中没有定义“{name}”；按新的 Sequential 模型读取。</translation>
    </message>
    <message>
        <source>{name!r} is not run: its layer {layer!r} ({class_name}) is not one of Keras&apos;s own or runs code of the file.</source>
        <translation>“{name}”没有运行：其中的层“{layer}”（{class_name}）不是 Keras 自带的，或会运行文件中的代码。</translation>
    </message>
    <message>
        <source>{name!r} is not run: {forbidden}.</source>
        <translation>“{name}”没有运行：{forbidden}。</translation>
    </message>
    <message>
        <source>{name!r} is of a class of its own, {class_name!r}; only its graph is read.</source>
        <translation>“{name}”属于自定义类“{class_name}”；只读取其网络结构。</translation>
    </message>
    <message>
        <source>{name!r} is shared between a model and a model inside it; a project cannot say so, and each gets weights of its own.</source>
        <translation>“{name}”由模型及其内部的模型共用；项目无法表示这种共用，两者各有自己的权重。</translation>
    </message>
    <message>
        <source>{name!r} leads to no output of the model; it is left out.</source>
        <translation>“{name}”不通向模型的任何输出；已略去。</translation>
    </message>
    <message>
        <source>{name!r} normalized by the batch also in prediction (mode=2); BatchNormalization of Keras 3 uses the moving averages there.</source>
        <translation>“{name}”在预测时也按批次归一化（mode=2）；Keras 3 的 BatchNormalization 此时使用移动平均值。</translation>
    </message>
    <message>
        <source>{name!r} normalized each sample (mode=1) with epsilon added twice, to the variance and to its root; LayerNormalization adds it once.</source>
        <translation>“{name}”对每个样本归一化（mode=1），epsilon 加了两次：方差一次、其平方根一次；LayerNormalization 只加一次。</translation>
    </message>
    <message>
        <source>{name!r} of {function}() is not given in this code</source>
        <translation>代码中没有给出 {function}() 的“{name}”</translation>
    </message>
    <message>
        <source>{name!r} of {summary} has {gaps} values that are not numbers (NaN or infinite); with them the loss becomes NaN.</source>
        <translation>{summary} 的“{name}”有 {gaps} 个值不是数（NaN 或无穷大）；这样损失会变成 NaN。</translation>
    </message>
    <message>
        <source>{name!r} takes an output of {layer!r} that the model does not have; the wire is left out.</source>
        <translation>“{name}”使用了“{layer}”的某个输出，而模型中没有该输出；该连线已略去。</translation>
    </message>
    <message>
        <source>{name!r} uses hard_sigmoid, which Keras 3 computes by another formula than Keras 2 did; the project keeps to that of Keras 2, so here they differ.</source>
        <translation>{name!r} 使用 hard_sigmoid，Keras 3 计算它的公式与 Keras 2 不同；项目沿用 Keras 2 的公式，因此这里两者有差异。</translation>
    </message>
    <message>
        <source>{name!r} uses the parameter {parameter!r}; change that first.</source>
        <translation>{name!r} 正在使用参数 {parameter!r}；请先修改。</translation>
    </message>
    <message>
        <source>{name!r} was a Merge with mode=&apos;cos&apos;, whose result had one axis of length 1 more than that of Dot.</source>
        <translation>“{name}”是 mode=&apos;cos&apos; 的 Merge，其结果比 Dot 多一个长度为 1 的轴。</translation>
    </message>
    <message>
        <source>{name!r} was not compared: its process ended without a result.</source>
        <translation>“{name}”未经比对：其进程没有给出结果就结束了。</translation>
    </message>
    <message>
        <source>{name!r} was not compared: its process gave no result that can be read.</source>
        <translation>“{name}”未经比对：其进程没有给出可读取的结果。</translation>
    </message>
    <message>
        <source>{name!r} was not compared: {ended}.</source>
        <translation>“{name}”未经比对：{ended}。</translation>
    </message>
    <message>
        <source>{name!r} was not compared: {reason}.</source>
        <translation>“{name}”未经比对：{reason}。</translation>
    </message>
    <message>
        <source>{name!r} was written by Keras 1, which Keras 3 cannot load, so the original cannot be run.</source>
        <translation>“{name}”由 Keras 1 写出，Keras 3 无法加载，因此原模型无法运行。</translation>
    </message>
    <message>
        <source>{name!r} was written by Keras 2; Keras 3 loads only .h5 files of Keras 2, so the original cannot be run.</source>
        <translation>“{name}”由 Keras 2 写出；Keras 3 只能加载 Keras 2 的 .h5 文件，因此原模型无法运行。</translation>
    </message>
    <message>
        <source>{name!r} would be part of two copies.</source>
        <translation>{name!r} 会同时属于两份重复部分。</translation>
    </message>
    <message>
        <source>{name!r} {said}.</source>
        <translation>“{name}”{said}。</translation>
    </message>
    <message>
        <source>{name!r} {what}</source>
        <translation>“{name}”{what}</translation>
    </message>
    <message>
        <source>{name!r}: {note}</source>
        <translation>“{name}”：{note}</translation>
    </message>
    <message>
        <source>{names} and {name}</source>
        <translation>{names} 和 {name}</translation>
    </message>
    <message>
        <source>{names} ended training after {epochs} of {planned} epochs.</source>
        <translation>{names} 在第 {epochs} 轮（计划 {planned} 轮）结束了训练。</translation>
    </message>
    <message>
        <source>{names} ended training after {epochs} of {planned} epochs; epoch {best} was the best.</source>
        <translation>{names} 在第 {epochs} 轮（计划 {planned} 轮）结束了训练；第 {best} 轮最佳。</translation>
    </message>
    <message>
        <source>{names} form a cycle; a network must run forward (recurrence lives inside recurrent layers).</source>
        <translation>{names} 形成了环；网络必须向前计算（循环只能在循环层内部）。</translation>
    </message>
    <message>
        <source>{name} brings {samples} test samples of its own.</source>
        <translation>{name} 自带 {samples} 个测试样本。</translation>
    </message>
    <message>
        <source>{name} calls itself too deeply</source>
        <translation>{name} 递归调用过深</translation>
    </message>
    <message>
        <source>{name} can hold a nested model, and the block {block} is a function; make it a nested model.</source>
        <translation>{name} 中可以放嵌套模型，而块 {block} 是函数；请把它改为嵌套模型。</translation>
    </message>
    <message>
        <source>{name} cannot be None; it must be {wanted}.</source>
        <translation>{name} 不能为 None；应为：{wanted}。</translation>
    </message>
    <message>
        <source>{name} does not fit into memory.</source>
        <translation>{name} 太大，内存放不下。</translation>
    </message>
    <message>
        <source>{name} exists already. Replace it?</source>
        <translation>{name} 已存在，是否替换？</translation>
    </message>
    <message>
        <source>{name} has a header and no rows; at least one row of data was expected.</source>
        <translation>{name} 只有表头没有数据行；至少应有一行数据。</translation>
    </message>
    <message>
        <source>{name} has no array for the input; &apos;x&apos; was expected, or the option &apos;inputs&apos;. It has {shown}.</source>
        <translation>{name} 中没有输入数组；应有“x”，或用选项 inputs 指定。其中有 {shown}。</translation>
    </message>
    <message>
        <source>{name} has no array for the target; &apos;y&apos; was expected, or the option &apos;targets&apos;. It has {shown}.</source>
        <translation>{name} 中没有目标数组；应有“y”，或用选项 targets 指定。其中有 {shown}。</translation>
    </message>
    <message>
        <source>{name} has no array {missing!r}; it has {shown}.</source>
        <translation>{name} 中没有数组“{missing}”；其中有 {shown}。</translation>
    </message>
    <message>
        <source>{name} has no call; what its train_step does with the data was read.</source>
        <translation>{name} 没有 call；已读取其 train_step 对数据所做的处理。</translation>
    </message>
    <message>
        <source>{name} has no parameter {key!r}; it is left out.</source>
        <translation>{name} 没有参数“{key}”；已略去。</translation>
    </message>
    <message>
        <source>{name} has {size:,.1f} MiB; at most {most:,} MiB are read</source>
        <translation>{name} 有 {size:,.1f} MiB；最多读取 {most:,} MiB</translation>
    </message>
    <message>
        <source>{name} has {size:.1f} GiB; at most 1 GiB can be read at once.</source>
        <translation>{name} 有 {size:.1f} GiB；一次最多读取 1 GiB。</translation>
    </message>
    <message>
        <source>{name} holds a model of the block {block}, which does not exist.</source>
        <translation>{name} 中有块 {block} 的模型，但该块不存在。</translation>
    </message>
    <message>
        <source>{name} holds an array of shape {shape}, type {dtype}; a table of numbers was expected (rows, columns). Several arrays, such as x and y, fit in an .npz file.</source>
        <translation>{name} 中数组的形状为 {shape}、类型为 {dtype}；应为数值表（行、列）。多个数组（例如 x 和 y）可放在 .npz 文件中。</translation>
    </message>
    <message>
        <source>{name} holds arrays that overlap in the file; that is no usual data file and was not read.</source>
        <translation>{name} 中有在文件里相互重叠的数组；这不是正常的数据文件，未读取。</translation>
    </message>
    <message>
        <source>{name} holds more than the {size:,} bytes it announces</source>
        <translation>{name} 的内容超过其声明的 {size:,} 字节</translation>
    </message>
    <message>
        <source>{name} holds no arrays.</source>
        <translation>{name} 中没有数组。</translation>
    </message>
    <message>
        <source>{name} holds no samples.</source>
        <translation>{name} 中没有样本。</translation>
    </message>
    <message>
        <source>{name} holds {count} arrays; at most {most} were expected.</source>
        <translation>{name} 中有 {count} 个数组；最多应为 {most} 个。</translation>
    </message>
    <message>
        <source>{name} is a Lambda from a file, whose Python code is kept but never run; replace it by layers or ops that compute the same, or by a Lambda whose function you write here.</source>
        <translation>{name} 是来自文件的 Lambda，它的 Python 代码会被保留，但绝不运行；请换成计算结果相同的层或算子，或换成在这里写函数的 Lambda。</translation>
    </message>
    <message>
        <source>{name} is a pickle, which can run code when it is loaded, and no .npz file; it was not read.</source>
        <translation>{name} 是 pickle（加载时可能运行代码），不是 .npz 文件；未读取。</translation>
    </message>
    <message>
        <source>{name} is a {kind} of the file {stem}.py, which has no such layer.</source>
        <translation>{name} 是文件 {stem}.py 中的 {kind}，但该文件中没有这个层。</translation>
    </message>
    <message>
        <source>{name} is a {kind} of the file {stem}.py, which the project does not name; add it as a custom layer file.</source>
        <translation>{name} 是文件 {stem}.py 中的 {kind}，但项目中没有列出该文件；请把它添加为自定义层文件。</translation>
    </message>
    <message>
        <source>{name} is a {kind} that Keras does not know; it is kept, but cannot be built.</source>
        <translation>{name} 的类型 {kind} 是 Keras 不认识的；它会被保留，但无法构建。</translation>
    </message>
    <message>
        <source>{name} is an instance of the block {block}, which does not exist.</source>
        <translation>{name} 是块 {block} 的实例，但该块不存在。</translation>
    </message>
    <message>
        <source>{name} is damaged (its checksum is wrong)</source>
        <translation>{name} 已损坏（校验和不符）</translation>
    </message>
    <message>
        <source>{name} is damaged ({error})</source>
        <translation>{name} 已损坏（{error}）</translation>
    </message>
    <message>
        <source>{name} is damaged or no .npy file.</source>
        <translation>{name} 已损坏或不是 .npy 文件。</translation>
    </message>
    <message>
        <source>{name} is damaged or no .npz file.</source>
        <translation>{name} 已损坏或不是 .npz 文件。</translation>
    </message>
    <message>
        <source>{name} is declared as an input of the model, but is no Input.</source>
        <translation>{name} 被声明为模型的输入，但它不是 Input。</translation>
    </message>
    <message>
        <source>{name} is empty; rows of data were expected.</source>
        <translation>{name} 是空的；应有数据行。</translation>
    </message>
    <message>
        <source>{name} is longer than {most:,} characters.</source>
        <translation>{name} 超过 {most:,} 个字符。</translation>
    </message>
    <message>
        <source>{name} is neither UTF-8 nor GB 18030 text; give its encoding (option &apos;encoding&apos;).</source>
        <translation>{name} 既不是 UTF-8 也不是 GB 18030 文本；请指定编码（选项 encoding）。</translation>
    </message>
    <message>
        <source>{name} is no data file that can be read; .csv, .tsv, .npz and .npy can.</source>
        <translation>{name} 不是可读取的数据文件；支持 .csv、.tsv、.npz 和 .npy。</translation>
    </message>
    <message>
        <source>{name} is not a layer that is read here</source>
        <translation>{name} 不是可在此读取的层</translation>
    </message>
    <message>
        <source>{name} is not a text file: it holds null characters. A CSV file was expected.</source>
        <translation>{name} 不是文本文件：其中有空字符。应为 CSV 文件。</translation>
    </message>
    <message>
        <source>{name} is not known</source>
        <translation>{name} 未知</translation>
    </message>
    <message>
        <source>{name} is not written in {encoding}.</source>
        <translation>{name} 的编码不是 {encoding}。</translation>
    </message>
    <message>
        <source>{name} is taken for images of the size that it is made for.</source>
        <translation>{name} 按其默认的图像尺寸处理。</translation>
    </message>
    <message>
        <source>{name} is to be searched for; the first choice was taken.</source>
        <translation>{name} 有待搜索；已取第一个选项。</translation>
    </message>
    <message>
        <source>{name} is to be searched for; {found!r} was taken.</source>
        <translation>{name} 有待搜索；已取 {found!r}。</translation>
    </message>
    <message>
        <source>{name} is too small for a test part ({count} samples).</source>
        <translation>{name} 太小，无法划出测试集（{count} 个样本）。</translation>
    </message>
    <message>
        <source>{name} is too small for a validation part ({count} samples).</source>
        <translation>{name} 太小，无法划出验证集（{count} 个样本）。</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>已写入 {name}。</translation>
    </message>
    <message>
        <source>{name} must be {wanted}. Received: {given!r}</source>
        <translation>{name} 的值不符，应为：{wanted}。收到的是：{given!r}</translation>
    </message>
    <message>
        <source>{name} needs a value: {wanted}.</source>
        <translation>{name} 需要一个值：{wanted}。</translation>
    </message>
    <message>
        <source>{name} of a function is not known</source>
        <translation>函数的 {name} 未知</translation>
    </message>
    <message>
        <source>{name} of a layer are not known before it runs</source>
        <translation>层的 {name} 在运行前未知</translation>
    </message>
    <message>
        <source>{name} of a model are not known before it runs</source>
        <translation>模型的 {name} 在运行前未知</translation>
    </message>
    <message>
        <source>{name} of the class {owner} is not known</source>
        <translation>类 {owner} 的 {name} 未知</translation>
    </message>
    <message>
        <source>{name} runs code that is kept in the model or in another file; such code is shown here, but not run.</source>
        <translation>{name} 会运行保存在模型或其他文件中的代码；此处只显示这些代码，不会运行。</translation>
    </message>
    <message>
        <source>{name} runs code that is kept in the project; it is not written into other code</source>
        <translation>{name} 会运行保存在项目中的代码；不会写入其他代码</translation>
    </message>
    <message>
        <source>{name} takes the {classes} class numbers of {target!r} for quantities; to tell classes apart use one unit for each with sparse_categorical_crossentropy.</source>
        <translation>{name} 会把“{target}”的 {classes} 个类别编号当作连续数值；要区分类别，请为每个类别设一个单元并使用 sparse_categorical_crossentropy。</translation>
    </message>
    <message>
        <source>{name} was read as {encoding}, since it is not UTF-8.</source>
        <translation>{name} 不是 UTF-8，已按 {encoding} 读取。</translation>
    </message>
    <message>
        <source>{name} would grow from {packed:.1f} MiB to {unpacked:,.0f} MiB when unpacked; that is no usual data file and was not read.</source>
        <translation>{name} 解压后会从 {packed:.1f} MiB 增大到 {unpacked:,.0f} MiB；这不是正常的数据文件，未读取。</translation>
    </message>
    <message>
        <source>{name} would grow from {packed:.2f} to {size:,.1f} MiB when it is unpacked, more than {times} times, as no model does</source>
        <translation>{name} 解压后会从 {packed:.2f} 增大到 {size:,.1f} MiB，超过 {times} 倍，没有模型会这样</translation>
    </message>
    <message>
        <source>{name} yields its results one by one</source>
        <translation>{name} 逐个产生结果</translation>
    </message>
    <message>
        <source>{name}: one more</source>
        <translation>{name}：再加一个</translation>
    </message>
    <message>
        <source>{name}: the test input has the shape {shape}, the training input {other}.</source>
        <translation>{name}：测试输入的形状为 {shape}，训练输入的形状为 {other}。</translation>
    </message>
    <message>
        <source>{name}: the test target has the shape {shape}, the training target {other}.</source>
        <translation>{name}：测试目标的形状为 {shape}，训练目标的形状为 {other}。</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name} 有问题：{reason}</translation>
    </message>
    <message>
        <source>{name}: {type} is not known to the installed Keras.</source>
        <translation>{name}：已安装的 Keras 不认识 {type}。</translation>
    </message>
    <message>
        <source>{new_class} has no such setting in Keras 3</source>
        <translation>Keras 3 中 {new_class} 没有这一设置</translation>
    </message>
    <message>
        <source>{node} has no value ({name})</source>
        <translation>{node} 没有值（{name}）</translation>
    </message>
    <message>
        <source>{node} is not in the dictionary</source>
        <translation>{node} 不在字典中</translation>
    </message>
    <message>
        <source>{node} is not known</source>
        <translation>{node} 未知</translation>
    </message>
    <message>
        <source>{node} is not known: {error}</source>
        <translation>{node} 未知：{error}</translation>
    </message>
    <message>
        <source>{node} is not known: {refused}</source>
        <translation>{node} 未知：{refused}</translation>
    </message>
    <message>
        <source>{number} inputs</source>
        <translation>{number} 个输入</translation>
    </message>
    <message>
        <source>{number} outputs</source>
        <translation>{number} 个输出</translation>
    </message>
    <message>
        <source>{number} targets</source>
        <translation>{number} 个目标</translation>
    </message>
    <message>
        <source>{old} became {new}</source>
        <translation>{old} 改为 {new}</translation>
    </message>
    <message>
        <source>{parts} and operations</source>
        <translation>{parts} 和若干运算</translation>
    </message>
    <message>
        <source>{path!r} is a group, not an array</source>
        <translation>“{path}”是组，不是数组</translation>
    </message>
    <message>
        <source>{path!r} is a link to something else, maybe to another file; links are not followed</source>
        <translation>“{path}”是指向他处（也许是另一个文件）的链接；不会跟随链接</translation>
    </message>
    <message>
        <source>{path!r} is neither a group nor an array</source>
        <translation>“{path}”既不是组也不是数组</translation>
    </message>
    <message>
        <source>{path} cannot be opened: expected at most {most} MiB, received {size:.1f}.</source>
        <translation>{path} 无法打开：最大允许 {most} MiB，实际为 {size:.1f} MiB。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: it is not text in UTF-8.</source>
        <translation>{path} 无法打开：它不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {message}</source>
        <translation>{path} 无法打开：{message}</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} 无法读取：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be saved: {message}</source>
        <translation>{path} 无法保存：{message}</translation>
    </message>
    <message>
        <source>{path} cannot be {verb}: expected a file, received {found}.</source>
        <translation>{path} 无法 {verb}：应为文件，实际是 {found}。</translation>
    </message>
    <message>
        <source>{path} cannot be {verb}: its name is not a valid file name.</source>
        <translation>{path} 无法 {verb}：文件名无效。</translation>
    </message>
    <message>
        <source>{path} cannot be {verb}: {reason}.</source>
        <translation>{path} 无法 {verb}：{reason}。</translation>
    </message>
    <message>
        <source>{path} exists already; expected no file of this name.</source>
        <translation>{path} 已存在；此处不应有同名文件。</translation>
    </message>
    <message>
        <source>{path} is damaged: it is not the summary of a run.</source>
        <translation>{path} 已损坏：它不是运行摘要。</translation>
    </message>
    <message>
        <source>{path} is not a file; a CSV file was expected.</source>
        <translation>{path} 不是文件；应为 CSV 文件。</translation>
    </message>
    <message>
        <source>{path} is not a file; an {kind} file was expected.</source>
        <translation>{path} 不是文件；应为 {kind} 文件。</translation>
    </message>
    <message>
        <source>{path} is not part of Keras, and its code is not read</source>
        <translation>{path} 不属于 Keras，其代码不会读取</translation>
    </message>
    <message>
        <source>{path} is not read here</source>
        <translation>不支持读取 {path}</translation>
    </message>
    <message>
        <source>{path} is too large to be the summary of a run.</source>
        <translation>{path} 太大，不可能是运行摘要。</translation>
    </message>
    <message>
        <source>{path} was changed by another program since it was opened or saved here.</source>
        <translation>{path} 在此打开或保存之后又被其他程序修改过。</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>{place}: {sentence}</source>
        <translation>{place}：{sentence}</translation>
    </message>
    <message>
        <source>{rare} classes have too few samples to be in every part.</source>
        <translation>{rare} 个类别的样本太少，无法出现在每个部分中。</translation>
    </message>
    <message>
        <source>{reason} ({place}).</source>
        <translation>{reason}（{place}）。</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>{reason}; a size of a shape is left open (None).</source>
        <translation>{reason}；形状中的一个尺寸留空（None）。</translation>
    </message>
    <message>
        <source>{reason}; an input of unknown shape stands for it.</source>
        <translation>{reason}；由一个形状未知的输入代替。</translation>
    </message>
    <message>
        <source>{reason}; choose the {kind}.</source>
        <translation>{reason}；请选择 {kind}。</translation>
    </message>
    <message>
        <source>{reason}; see {place}</source>
        <translation>{reason}；见 {place}</translation>
    </message>
    <message>
        <source>{reason}; the batch size is left as it is.</source>
        <translation>{reason}；批大小保持不变。</translation>
    </message>
    <message>
        <source>{reason}; the input {key!r} of {name!r} is not connected.</source>
        <translation>{reason}；“{name}”的输入“{key}”未连接。</translation>
    </message>
    <message>
        <source>{reason}; the number of epochs is left as it is.</source>
        <translation>{reason}；训练轮数保持不变。</translation>
    </message>
    <message>
        <source>{reason}; the optimizer is left as it is.</source>
        <translation>{reason}；优化器保持不变。</translation>
    </message>
    <message>
        <source>{samples} random samples</source>
        <translation>{samples} 个随机样本</translation>
    </message>
    <message>
        <source>{shape}, {least} to {most}</source>
        <translation>{shape}，{least} 到 {most}</translation>
    </message>
    <message>
        <source>{shown} and {count} more</source>
        <translation>{shown} 及另外 {count} 项</translation>
    </message>
    <message>
        <source>{size} (dilated by {rate})</source>
        <translation>{size}、膨胀率 {rate}</translation>
    </message>
    <message>
        <source>{source} has a single column, {name!r}; features and a target were expected. Is another delimiter used?</source>
        <translation>{source} 只有一列“{name}”；应有特征和目标。是否用了其他分隔符？</translation>
    </message>
    <message>
        <source>{source} has gaps in {rows}, the first in the column {column!r}; every cell needs a value: drop such rows or fill the gaps (option &apos;gaps&apos;).</source>
        <translation>{source} 在 {rows} 有缺失值，首先出现在列“{column}”；每个单元格都需要值：请丢弃这些行或填充缺失值（选项 gaps）。</translation>
    </message>
    <message>
        <source>{source} has no column {item!r} for the {role}; its columns are {shown}.</source>
        <translation>{source} 中没有作为 {role} 的列 {item!r}；其列有 {shown}。</translation>
    </message>
    <message>
        <source>{source}: no column is left for the features; at least one was expected.</source>
        <translation>{source}：没有剩余的列可作特征；至少应有一列。</translation>
    </message>
    <message>
        <source>{started}.</source>
        <translation>{started}。</translation>
    </message>
    <message>
        <source>{started}; the rest starts from new weights.</source>
        <translation>{started}；其余从新权重开始。</translation>
    </message>
    <message>
        <source>{subject} cannot combine {shapes}: {size} does not fit {other} on one axis.</source>
        <translation>{subject} 无法合并 {shapes}：在某个轴上 {size} 与 {other} 不匹配。</translation>
    </message>
    <message>
        <source>{subject} has no parameter {name!r}.</source>
        <translation>{subject} 没有参数 {name!r}。</translation>
    </message>
    <message>
        <source>{subject} has no parameter {names}.</source>
        <translation>{subject} 没有参数 {names}。</translation>
    </message>
    <message>
        <source>{subject} is shared: its weights were made for {wanted} on axis {axis} by an earlier call, but this call receives {shape}.</source>
        <translation>{subject} 是共享的：前一次调用已按轴 {axis} 上的大小 {wanted} 创建了权重，但这次调用收到的形状是 {shape}。</translation>
    </message>
    <message>
        <source>{subject} must keep the number of elements: its input {shape} has {count:,}, its target shape {target} has {wanted:,}.</source>
        <translation>{subject} 必须保持元素总数不变：输入 {shape} 有 {count:,} 个元素，目标形状 {target} 有 {wanted:,} 个。</translation>
    </message>
    <message>
        <source>{subject} must know the sizes of its input to make its weights, but receives {what} with a size that is open (None); fix the size in the Input layer, or pool over the open axis first.</source>
        <translation>{subject} 必须知道输入的大小才能创建权重，但收到的 {what} 有未定的大小（None）；请在 Input 层中固定这个大小，或先在未定的轴上做池化。</translation>
    </message>
    <message>
        <source>{subject} needs a recurrent layer inside (LSTM, GRU, SimpleRNN or RNN). Received: {kind}</source>
        <translation>{subject} 内部需要一个循环层（LSTM、GRU、SimpleRNN 或 RNN）。收到的是：{kind}</translation>
    </message>
    <message>
        <source>{subject} needs a shape: the sizes of one sample, such as (28, 28, 1).</source>
        <translation>{subject} 需要形状：一个样本的各维大小，例如 (28, 28, 1)。</translation>
    </message>
    <message>
        <source>{subject} needs a tensor for {names}.</source>
        <translation>{subject} 的 {names} 需要一个张量。</translation>
    </message>
    <message>
        <source>{subject} needs inputs that differ at most on axis {axis}, but receives {shapes}.</source>
        <translation>{subject} 的各个输入只允许在轴 {axis} 上不同，但收到的是 {shapes}。</translation>
    </message>
    <message>
        <source>{subject} needs inputs whose sizes are equal or 1 on every axis, but receives {shapes}.</source>
        <translation>{subject} 的各个输入在每个轴上的大小必须相等或为 1，但收到的是 {shapes}。</translation>
    </message>
    <message>
        <source>{subject} needs {names}.</source>
        <translation>{subject} 需要 {names}。</translation>
    </message>
    <message>
        <source>{subject} needs {parameter!r}.</source>
        <translation>{subject} 需要 {parameter!r}。</translation>
    </message>
    <message>
        <source>{subject} needs {parameter!r}: {wanted}.</source>
        <translation>{subject} 需要 {parameter!r}：{wanted}。</translation>
    </message>
    <message>
        <source>{subject} takes {takes}{axes}, but receives {found}: {shape}{hint}.</source>
        <translation>{subject} 的输入维数不符，要求：{takes}{axes}；收到的是：{found} 维，{shape}{hint}。</translation>
    </message>
    <message>
        <source>{subject} takes {wanted} on axis {axis} of its input, but receives {shape}.</source>
        <translation>{subject} 的输入在轴 {axis} 上应为 {wanted}，但收到的形状是 {shape}。</translation>
    </message>
    <message>
        <source>{subject} would have {what}, which take {needed}; at most {most} per layer is supported.</source>
        <translation>{subject} 将有 {what}，需要 {needed}；每层最多支持 {most}。</translation>
    </message>
    <message>
        <source>{subject}: axis {axis} is beyond its input {shape} of {count} dimensions.</source>
        <translation>{subject}：轴 {axis} 超出了它的 {count} 维输入 {shape}。</translation>
    </message>
    <message>
        <source>{subject}: its code raises {error}: {reason}</source>
        <translation>{subject}：其代码抛出 {error}：{reason}</translation>
    </message>
    <message>
        <source>{subject}: {given!r} is no {what} that Keras knows for {parameter!r}.</source>
        <translation>{subject}：{what} {given!r} 是 Keras 不认识的（参数 {parameter!r}）。</translation>
    </message>
    <message>
        <source>{subject}: {given!r} is no {what} that Keras knows.</source>
        <translation>{subject}：{what} {given!r} 是 Keras 不认识的。</translation>
    </message>
    <message>
        <source>{subject}: {parameter} must be {wanted}. Received: {shown}</source>
        <translation>{subject}：{parameter} 的值不符，应为：{wanted}。收到的是：{shown}</translation>
    </message>
    <message>
        <source>{subject}: {reason}</source>
        <translation>{subject} 有问题：{reason}</translation>
    </message>
    <message>
        <source>{subject}: {reason}.</source>
        <translation>{subject} 有问题：{reason}。</translation>
    </message>
    <message>
        <source>{time} so far</source>
        <translation>已用时 {time}</translation>
    </message>
    <message>
        <source>{training} samples to train on, {validation} to validate, {test} to test.</source>
        <translation>训练样本 {training} 个，验证 {validation} 个，测试 {test} 个。</translation>
    </message>
    <message>
        <source>{type!r} is a function, not a layer.</source>
        <translation>{type!r} 是函数，不是层。</translation>
    </message>
    <message>
        <source>{type!r} is a function; it takes no settings of its own.</source>
        <translation>{type!r} 是函数，没有自己的设置。</translation>
    </message>
    <message>
        <source>{type!r} is not a layer that is known here.</source>
        <translation>{type!r} 不是这里已知的层。</translation>
    </message>
    <message>
        <source>{type!r} is not a layer, op or object of Keras that is known here.</source>
        <translation>{type!r} 不是这里已知的 Keras 层、算子或对象。</translation>
    </message>
    <message>
        <source>{type!r} is not an op that can be called.</source>
        <translation>{type!r} 不是可以调用的算子。</translation>
    </message>
    <message>
        <source>{type_name!r} is not a layer that is known here</source>
        <translation>“{type_name}”不是此处已知的层</translation>
    </message>
    <message>
        <source>{type_name!r} is not a layer, op or object of Keras that is known here</source>
        <translation>“{type_name}”不是此处已知的 Keras 层、运算或对象</translation>
    </message>
    <message>
        <source>{unsaid}; set the shape of the input {name!r}.</source>
        <translation>{unsaid}；请设置输入“{name}”的形状。</translation>
    </message>
    <message>
        <source>{unsaid}; set {key} of {name!r}.</source>
        <translation>{unsaid}；请设置“{name}”的 {key}。</translation>
    </message>
    <message>
        <source>{unsaid}; the class weights are not set.</source>
        <translation>{unsaid}；类别权重未设置。</translation>
    </message>
    <message>
        <source>{unsaid}; the loss weights are not set.</source>
        <translation>{unsaid}；损失权重未设置。</translation>
    </message>
    <message>
        <source>{unsaid}; the shape of the input is not known.</source>
        <translation>{unsaid}；输入的形状未知。</translation>
    </message>
    <message>
        <source>{unsaid}; {key!r} of {name!r} is not set.</source>
        <translation>{unsaid}；“{name}”的“{key}”未设置。</translation>
    </message>
    <message>
        <source>{unsaid}; {key} of the input {name!r} is not set.</source>
        <translation>{unsaid}；输入“{name}”的 {key} 未设置。</translation>
    </message>
    <message>
        <source>{unsaid}; {key} of {name!r} is not set.</source>
        <translation>{unsaid}；“{name}”的 {key} 未设置。</translation>
    </message>
    <message>
        <source>{unsaid}; {name} of {layer!r} stays as it was.</source>
        <translation>{unsaid}；“{layer}”的 {name} 保持不变。</translation>
    </message>
    <message>
        <source>{unsaid}; {new} of {name} is left as it is by default.</source>
        <translation>{unsaid}；{name} 的 {new} 保持默认值。</translation>
    </message>
    <message>
        <source>{what} cannot be read back by Python; a value in it is probably nested too deeply.</source>
        <translation>{what} 无法被 Python 读回；其中某个值可能嵌套过深。</translation>
    </message>
    <message>
        <source>{what} holds more than it may; it is withheld.</source>
        <translation>{what} 包含不允许的内容，已拒绝输出。</translation>
    </message>
    <message>
        <source>{where!r} has a class that is no text</source>
        <translation>“{where}”的类不是文本</translation>
    </message>
    <message>
        <source>{where!r} is a {class_name}, which runs code of the file</source>
        <translation>“{where}”是 {class_name}，它会运行文件中的代码</translation>
    </message>
    <message>
        <source>{where!r} is of the class {class_name!r}, which is not one of Keras&apos;s own</source>
        <translation>“{where}”的类是“{class_name}”，它不是 Keras 自带的</translation>
    </message>
    <message>
        <source>{where!r} names the file {item!r}</source>
        <translation>“{where}”指向文件“{item}”</translation>
    </message>
    <message>
        <source>{where!r} names the function {function!r}</source>
        <translation>“{where}”指向函数“{function}”</translation>
    </message>
    <message>
        <source>{why}; its branch was left out.</source>
        <translation>{why}；其分支已略去。</translation>
    </message>
    <message>
        <source>{why}; the branch that begins here was read (the condition stands in {place}).</source>
        <translation>{why}；已读取从此处开始的分支（条件位于 {place}）。</translation>
    </message>
    <message>
        <source>{width} × {height} pixels.</source>
        <translation>{width} × {height} 像素。</translation>
    </message>
    <message>
        <source>{written} is no activation of Keras</source>
        <translation>{written} 不是 Keras 的激活函数</translation>
    </message>
    <message>
        <source>{written} is not a layer or op of Keras that is read here</source>
        <translation>{written} 不是可在此读取的 Keras 层或运算</translation>
    </message>
    <message>
        <source>{written} is not read here</source>
        <translation>不支持读取 {written}</translation>
    </message>
</context>
</TS>
