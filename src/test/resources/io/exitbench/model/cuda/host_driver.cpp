// As much of CUDA's driver and run-time compiler as the project calls, for a device that is this
// processor. Kernels run when they are launched; a graph is their list.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {
struct Module {
  void* library;
  void* (*bind)(const char*, void**);
  void (*run)(void*, unsigned, unsigned, unsigned, int, size_t);
};

struct Function {
  Module* module;
  std::string name;
};

struct Call {
  Module* module;
  void* kernel;
  unsigned grid[3];
  int threads;
  unsigned shared_bytes;
};

// CUlaunchConfig.
struct Config {
  unsigned grid[3], block[3], shared_bytes;
  void* stream;
  void* attributes;
  unsigned attribute_count;
};

typedef std::vector<Call> Graph;

Graph* recording;

struct Program {
  std::string source, code;
};

// Where this and the headers for kernels are.
const std::string folder = HOST_FOLDER;

// One word for the shell, whatever is in it.
std::string quoted(const std::string& word) {
  std::string all = "'";
  for (char c : word) {
    all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return all + "'";
}
}  // namespace

#define API extern "C" int

API cuInit(int) { return 0; }
API cuGetErrorName(int, const char** name) {
  *name = "of the host";
  return 0;
}
API cuDeviceGet(int* device, int) {
  *device = 0;
  return 0;
}
API cuDeviceGetAttribute(int* value, int attribute, int) {
  // Compute capability 8.0, and the shared memory of one of 9.0.
  *value = attribute == 75 ? 8 : attribute == 97 ? 232448 : 0;
  return 0;
}
API cuDevicePrimaryCtxRetain(void** context, int) {
  *context = context;
  return 0;
}
API cuDevicePrimaryCtxRelease_v2(int) { return 0; }
API cuCtxSetCurrent(void*) { return 0; }

API cuModuleLoadData(void** module, const char* image) {
  void* library = dlopen(image, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 200;
  }
  *module = new Module{library, (void* (*)(const char*, void**))dlsym(library, "bind_kernel"),
                       (void (*)(void*, unsigned, unsigned, unsigned, int, size_t))dlsym(library, "run_kernel")};
  return 0;
}
API cuModuleUnload(Module*) { return 0; }
API cuModuleGetFunction(void** function, Module* module, const char* name) {
  *function = new Function{module, name};
  return 0;
}
API cuFuncSetAttribute(Function*, int, int bytes) { return bytes > 232448 ? 1 : 0; }

API cuLaunchKernelEx(const Config* config, Function* function, void** arguments, void**) {
  Call call = {function->module, function->module->bind(function->name.c_str(), arguments)};
  memcpy(call.grid, config->grid, sizeof(call.grid));
  call.threads = config->block[0];
  call.shared_bytes = config->shared_bytes;
  if (config->stream && recording) {
    recording->push_back(call);
    return 0;
  }
  call.module->run(call.kernel, call.grid[0], call.grid[1], call.grid[2], call.threads, call.shared_bytes);
  return 0;
}

API cuStreamCreate(void** stream, int) {
  *stream = stream;
  return 0;
}
API cuStreamDestroy_v2(void*) { return 0; }
API cuStreamSynchronize(void*) { return 0; }
API cuStreamBeginCapture_v2(void*, int) {
  recording = new Graph();
  return 0;
}
API cuStreamEndCapture(void*, void** graph) {
  *graph = recording;
  recording = nullptr;
  return 0;
}
API cuGraphInstantiateWithFlags(void** executable, Graph* graph, long) {
  *executable = new Graph(*graph);
  return 0;
}
API cuGraphDestroy(Graph* graph) {
  delete graph;
  return 0;
}
API cuGraphExecDestroy(Graph* graph) {
  delete graph;
  return 0;
}
API cuGraphLaunch(Graph* graph, void*) {
  for (const Call& call : *graph) {
    call.module->run(call.kernel, call.grid[0], call.grid[1], call.grid[2], call.threads, call.shared_bytes);
  }
  return 0;
}

API cuMemHostAlloc(void** memory, long bytes, int) {
  *memory = calloc(1, bytes);
  return 0;
}
API cuMemHostGetDevicePointer_v2(void** device, void* host, int) {
  *device = host;
  return 0;
}
API cuMemFreeHost(void* memory) {
  free(memory);
  return 0;
}

API nvrtcCreateProgram(Program** program, const char* source, const char*, int, void*, void*) {
  *program = new Program{source, ""};
  return 0;
}

// By the host's compiler, with the definitions that it is given.
API nvrtcCompileProgram(Program* program, int count, const char** options) {
  static int compiled;
  const std::string name = folder + "/kernels" + std::to_string(compiled++);
  FILE* file = fopen((name + ".cpp").c_str(), "w");
  fprintf(file, "#include \"host_device.h\"\n%s\n#include \"host_kernels.h\"\n", program->source.c_str());
  fclose(file);
  // Products and sums stay apart, as bits are compared.
  std::string command = "g++ -std=c++17 -O2 -march=native -ffp-contract=off -w -fpermissive -fPIC -shared -I" + quoted(folder) + " -o " + quoted(name + ".so");
  for (int i = 0; i < count; i++) {
    if (!strncmp(options[i], "-D", 2)) {
      command += std::string(" ") + options[i];
    }
  }
  command += " " + quoted(name + ".cpp") + " 2> " + quoted(name + ".log");
  program->code = name + ".so";
  return system(command.c_str()) ? 6 : 0;
}
API nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = program->code.size() + 1;
  return 0;
}
API nvrtcGetCUBIN(Program* program, char* code) {
  strcpy(code, program->code.c_str());
  return 0;
}
API nvrtcGetProgramLogSize(Program* program, size_t* size) { return nvrtcGetCUBINSize(program, size); }
API nvrtcGetProgramLog(Program* program, char* log) { return nvrtcGetCUBIN(program, log); }
API nvrtcDestroyProgram(Program** program) {
  delete *program;
  return 0;
}
