// The kernels by their names, behind them and the rest of their source.
#define KERNEL(name) {#name, [](void** arguments) { return host::bind(name, arguments); }}
#define FOR_SIXTEEN_AND_MORE(name) KERNEL(name##_16), KERNEL(name##_32)

extern "C" void* bind_kernel(const char* name, void** arguments) {
  static const std::map<std::string, std::function<std::function<void()>(void**)>> kernels = {
      KERNEL(embed),     KERNEL(set_rows),        KERNEL(normalise),        KERNEL(normalise_for_layers),
      KERNEL(attend),    KERNEL(observe),         KERNEL(choose),           KERNEL(judge),
      KERNEL(project),         KERNEL(feed_forward_in),  KERNEL(logits),
      KERNEL(propagate), FOR_SIXTEEN_AND_MORE(project),   FOR_SIXTEEN_AND_MORE(feed_forward_in),
      FOR_SIXTEEN_AND_MORE(logits),               FOR_SIXTEEN_AND_MORE(propagate),
      FOR_SIXTEEN_AND_MORE(attention_out),        FOR_SIXTEEN_AND_MORE(feed_forward_out),
#if PREVIEW_RANK
      KERNEL(reduce),  KERNEL(preview),
#endif
  };
  return new std::function<void()>(kernels.at(name)(arguments));
}

extern "C" void run_kernel(void* kernel, unsigned x, unsigned y, unsigned z, int threads, size_t shared_bytes) {
  host::run(*(std::function<void()>*)kernel, {x, y, z}, threads, shared_bytes);
}
