// What kernels have on a device, on a processor: the threads of a block take turns, and change at barriers.
// Blocks run one after another.
#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#define ON_HOST 1
#define __device__
#define __global__
#define __shared__ static
#define __forceinline__ inline
#define __noinline__
#define __launch_bounds__(threads)

using std::max;
using std::min;

struct uint3 {
  unsigned x, y, z;
};

struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

namespace host {
const int STACK = 128 << 10;
const int MOST_THREADS = 1024;

struct Barrier {
  int parties, arrived, generation;
};

struct Thread {
  uint3 id;
  jmp_buf at;
  ucontext_t first;
  bool begun, done;
  int turn;
  const Barrier* waits;
  int until;
};

Thread threads[MOST_THREADS];
Thread* current;
jmp_buf scheduler;
Barrier block, warps[MOST_THREADS / 32];
double lanes[2][MOST_THREADS / 32][32];
int counted;
const std::function<void()>* body;
uint3 block_id, grid, block_size;
uint4* shared;
char* stacks;

__attribute__((noinline)) void leave() {
  if (!_setjmp(current->at)) {
    _longjmp(scheduler, 1);
  }
}

__attribute__((noinline)) void arrive(Barrier& barrier) {
  if (++barrier.arrived == barrier.parties) {
    barrier.arrived = 0;
    barrier.generation++;
    return;
  }
  current->waits = &barrier;
  current->until = barrier.generation + 1;
  leave();
  current->waits = nullptr;
}

// A thread goes through one block after another: to make it costs more than most blocks.
void begin() {
  for (;;) {
    (*body)();
    current->done = true;
    leave();
  }
}

__attribute__((noinline)) void go_on(Thread* thread) {
  current = thread;
  if (!_setjmp(scheduler)) {
    if (thread->begun) {
      _longjmp(thread->at, 1);
    }
    thread->begun = true;
    setcontext(&thread->first);
  }
}

void run_block(int count) {
  block = {count, 0, 0};
  for (int i = 0; i < count; i++) {
    Thread& thread = threads[i];
    thread.id = {(unsigned)i, 0, 0};
    thread.done = false;
    thread.turn = 0;
    thread.waits = nullptr;
    if (!thread.begun) {
      getcontext(&thread.first);
      thread.first.uc_stack.ss_sp = stacks + (size_t)i * STACK;
      thread.first.uc_stack.ss_size = STACK;
      thread.first.uc_link = nullptr;
      makecontext(&thread.first, begin, 0);
    }
    warps[i / 32] = {min(32, count - i / 32 * 32), 0, 0};
  }
  int left = count;
  while (left > 0) {
    bool moved = false;
    for (int i = 0; i < count; i++) {
      Thread& thread = threads[i];
      if (!thread.done && (!thread.waits || thread.waits->generation >= thread.until)) {
        go_on(&thread);
        left -= threads[i].done;
        moved = true;
      }
    }
    if (!moved) {
      fprintf(stderr, "the threads of a block wait for one another\n");
      abort();
    }
  }
}

// Shared memory ends where it was said to: a kernel that goes on finds nothing there.
void run(const std::function<void()>& kernel, uint3 blocks, int count, size_t bytes) {
  const size_t page = 4096, room = (bytes + page - 1) / page * page;
  if (!stacks) {
    stacks = (char*)mmap(nullptr, (size_t)MOST_THREADS * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                         -1, 0);
  }
  char* memory = (char*)mmap(nullptr, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mprotect(memory + room, page, PROT_NONE);
  shared = (uint4*)(memory + room - bytes);
  body = &kernel;
  grid = blocks;
  block_size = {(unsigned)count, 1, 1};
  for (unsigned z = 0; z < blocks.z; z++) {
    for (unsigned y = 0; y < blocks.y; y++) {
      for (unsigned x = 0; x < blocks.x; x++) {
        block_id = {x, y, z};
        run_block(count);
      }
    }
  }
  munmap(memory, room + page);
}

template <typename T>
T from_lane(T value, int lane) {
  // Two rows by turns: nobody writes one again before all have read it.
  const int warp = current->id.x / 32, own = current->id.x % 32;
  double* row = lanes[current->turn ^= 1][warp];
  row[own] = (double)value;
  arrive(warps[warp]);
  return (T)row[lane >= 0 && lane < 32 ? lane : own];
}

// A kernel with what it is given, copied.
template <typename... A>
std::function<void()> bind(void (*kernel)(A...), void** arguments) {
  int i = 0;
  std::tuple<A...> own{*(A*)arguments[i++]...};
  return [kernel, own] { std::apply(kernel, own); };
}
}  // namespace host

#define threadIdx (host::current->id)
#define blockIdx (host::block_id)
#define gridDim (host::grid)
#define blockDim (host::block_size)
#define dynamic (host::shared)

#define __shfl_xor_sync(mask, value, other) host::from_lane(value, (int)(threadIdx.x % 32) ^ (other))
#define __shfl_down_sync(mask, value, by) host::from_lane(value, (int)(threadIdx.x % 32) + (by))
#define __shfl_sync(mask, value, lane) host::from_lane(value, lane)
#define __expf expf

inline void __syncthreads() {
  host::arrive(host::block);
}

inline void __syncwarp() {
  host::arrive(host::warps[threadIdx.x / 32]);
}

inline int __syncthreads_count(bool counts) {
  __syncthreads();
  if (threadIdx.x == 0) {
    host::counted = 0;
  }
  __syncthreads();
  host::counted += counts;
  __syncthreads();
  return host::counted;
}

template <typename T>
T __ldcg(const T* p) {
  return *p;
}

template <typename T>
T __ldg(const T* p) {
  return *p;
}

inline void __threadfence() {}
inline void __threadfence_system() {}

inline unsigned atomicInc(unsigned* p, unsigned most) {
  const unsigned before = *p;
  *p = before >= most ? 0 : before + 1;
  return before;
}

inline int atomicAdd(int* p, int more) {
  const int before = *p;
  *p += more;
  return before;
}

inline unsigned __float_as_uint(float x) {
  unsigned bits;
  memcpy(&bits, &x, 4);
  return bits;
}

inline float rsqrtf(float x) {
  return 1 / sqrtf(x);
}

inline void wait_for_the_kernel_before() {}
inline void end_of_copies() {}
inline void prefetch(const void*) {}

template <int LATEST>
void await_copies() {}

inline void copy_chunk(const uint4* to, const void* from) {
  memcpy((void*)to, from, 16);
}
