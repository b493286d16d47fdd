// The kernels by their names, behind them and the rest of their source.
#define KERNEL(name) {#name, [](void** arguments) { return host::bind(name, arguments); }}

extern "C" void* bind_kernel(const char* name, void** arguments) {
  static const std::map<std::string, std::function<std::function<void()>(void**)>> kernels = {
      KERNEL(embed),   KERNEL(set_rows),        KERNEL(project),          KERNEL(attend),    KERNEL(attention_out),
      KERNEL(logits),  KERNEL(feed_forward_in), KERNEL(feed_forward_out), KERNEL(propagate), KERNEL(observe),
      KERNEL(choose),  KERNEL(judge),
#if PREVIEW_RANK
      KERNEL(reduce),  KERNEL(preview),
#endif
  };
  return new std::function<void()>(kernels.at(name)(arguments));
}

extern "C" void run_kernel(void* kernel, unsigned x, unsigned y, unsigned z, int threads, size_t shared_bytes) {
  host::run(*(std::function<void()>*)kernel, {x, y, z}, threads, shared_bytes);
}
