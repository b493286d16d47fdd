// Up to MOST rows (tokens) through the layers of a decoder: a kernel for each product, with the
// norm before it and the addition after it, so that a token costs little more than reading the
// weights once. The norms of several rows are made by a kernel of their own, and not by every block that
// needs them. Compiled by NVRTC for one model: its sizes are constants (RowKernels gives them).
//
// A product of few rows is bound by reading weights. A block takes tiles of eight weight rows and its
// warps share the columns; weights are asked for before the rows are there (programmatic dependent
// launch), and tensor cores multiply them with all rows at once. What a row gets does not depend on
// the others: its sums are its own, made in the same order however many rows there are. So a token that
// catches up beside others gets the same bits as alone.
//
// A row is described by rows[i], its position, or -1 if there is none, and by rows[MOST + i], which
// of several caches is its own.
typedef long long i64;

#define GROUP 16
#define TILE 8
#define PAIRS 4
#define WARPS 8
#define THREADS (WARPS * 32)
#define QUERY_ROWS (HEADS * HEAD)

// What the model computes in: sixteen bits of one of two kinds, or float.
#if SINGLE
typedef float Number;

struct alignas(16) Eight {
  float v[8];
};

__device__ __forceinline__ float widen(Number v) {
  return v;
}

__device__ __forceinline__ Number narrow(float x) {
  return x;
}

__device__ __forceinline__ void widen(const Eight& e, float (&x)[8]) {
#pragma unroll
  for (int i = 0; i < 8; i++) {
    x[i] = e.v[i];
  }
}

__device__ __forceinline__ Eight narrow(const float (&x)[8]) {
  Eight e;
#pragma unroll
  for (int i = 0; i < 8; i++) {
    e.v[i] = x[i];
  }
  return e;
}
#else
typedef unsigned short Number;

struct alignas(16) Eight {
  unsigned v[4];
};

#if BFLOAT
#define KIND "bf16"
#else
#define KIND "f16"
#endif

__device__ __forceinline__ float widen(Number v) {
#if BFLOAT
  return __uint_as_float((unsigned)v << 16);
#else
  float r;
  asm("cvt.f32.f16 %0, %1;" : "=f"(r) : "h"(v));
  return r;
#endif
}

__device__ __forceinline__ Number narrow(float x) {
  Number r;
  asm("cvt.rn." KIND ".f32 %0, %1;" : "=h"(r) : "f"(x));
  return r;
}

__device__ __forceinline__ void widen(const Eight& e, float (&x)[8]) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    x[2 * i] = widen((Number)(e.v[i] & 0xffff));
    x[2 * i + 1] = widen((Number)(e.v[i] >> 16));
  }
}

__device__ __forceinline__ Eight narrow(const float (&x)[8]) {
  Eight e;
#pragma unroll
  for (int i = 0; i < 4; i++) {
    e.v[i] = (unsigned)narrow(x[2 * i]) | ((unsigned)narrow(x[2 * i + 1]) << 16);
  }
  return e;
}
#endif

__device__ __forceinline__ float rounded(float x) {
  return widen(narrow(x));
}

// What another kernel wrote: past the first cache, which may be older than that kernel's end.
__device__ __forceinline__ Eight written(const Number* p) {
  union {
    uint4 from[sizeof(Eight) / 16];
    Eight to;
  } v;
#pragma unroll
  for (int i = 0; i < (int)sizeof(Eight) / 16; i++) {
    v.from[i] = __ldcg((const uint4*)p + i);
  }
  return v.to;
}

__device__ __forceinline__ Number written1(const Number* p) {
  return __ldcg(p);
}

__device__ __forceinline__ int written1(const int* p) {
  return __ldcg(p);
}

__device__ __forceinline__ float warp_sum(float x) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    x += __shfl_xor_sync(0xffffffffu, x, o);
  }
  return x;
}

// What has no other name than the device's own. Tests run all else on a processor.
#ifndef ON_HOST
// Everything before this may run while the kernel before still does.
// The kernel after may do the same from now on: it, too, only asks for weights, which nobody writes.
__device__ __forceinline__ void wait_for_the_kernel_before() {
#if OVERLAPS
  asm volatile("griddepcontrol.launch_dependents;");
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// Sixteen bytes on their way to shared memory.
__device__ __forceinline__ void copy_chunk(const uint4* to, const void* from) {
  asm volatile("cp.async.cg.shared.global.L2::128B [%0], [%1], 16;" ::"r"((unsigned)__cvta_generic_to_shared(to)),
               "l"(from)
               : "memory");
}

// Copies asked for since the last end are awaited together.
__device__ __forceinline__ void end_of_copies() {
  asm volatile("cp.async.commit_group;" ::: "memory");
}

// Waits until no more than so many ends are outstanding.
template <int LATEST>
__device__ __forceinline__ void await_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(LATEST) : "memory");
}

__device__ __forceinline__ void prefetch(const void* line) {
  asm volatile("prefetch.global.L2 [%0];" ::"l"(line));
}

extern __shared__ uint4 dynamic[];
#endif

// Where a row's state is: in a table of all positions, or in scratch, where row follows row.
struct Place {
  Number* base;
  int table;

  __device__ __forceinline__ Number* row(const int* rows, int i, int capacity) const {
    i64 at = table ? (i64)written1(rows + MOST + i) * capacity + written1(rows + i) : i;
    return base + at * HIDDEN;
  }
};

#if !SINGLE
__device__ __forceinline__ void multiply(float* c, unsigned a0, unsigned a1, unsigned a2, unsigned a3,
                                         unsigned b0, unsigned b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32." KIND "." KIND ".f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}
#endif

// Sums that a thread holds for a tile and sixteen rows: of its row of weights with each of them, or as
// tensor cores give them.
#if SINGLE
#define HELD GROUP
#else
#define HELD 4
#endif

// GROUPS times sixteen rows, or fewer, times TILES tiles of eight weight rows, K long, of which every
// warp takes a share. Weights come through a queue in shared memory, one for each warp: AHEAD steps are always under
// way, and no register waits for them. A step is a line of the cache of each row of weights: eight lanes
// ask for it together, which takes half as many requests as two halves of it would, and less energy.
// Lines of odd rows are turned by half, so that reads of two rows meet different banks.
#define LINE 128
#define CHUNKS (LINE / 16)

template <int K, int TILES, int GROUPS>
struct Product {
  typedef float Held[TILES][GROUPS * HELD];
  static constexpr int COLUMNS = LINE / (int)sizeof(Number);
  static_assert(K % COLUMNS == 0, "the columns of a line that is not whole would be left out");
  static constexpr int STEPS = (K / COLUMNS + WARPS - 1) / WARPS;
  static constexpr bool EVEN = K % (WARPS * COLUMNS) == 0;
  static constexpr int QUEUE = AHEAD * TILES * TILE * CHUNKS;
  const Number* weights[TILES][2];
  uint4* queue;

  // Steps of this warp: the last one has fewer where they do not share out.
  static __device__ __forceinline__ int steps() {
    return EVEN ? STEPS : max(0, min(STEPS, K / COLUMNS - (int)(threadIdx.x / 32) * STEPS));
  }

  static __device__ __forceinline__ int slot(int step, int tile, int row, int chunk) {
    return ((step % AHEAD * TILES + tile) * TILE + row) * CHUNKS + (chunk ^ row % 2 * (CHUNKS / 2));
  }

  __device__ __forceinline__ void ask(int step) {
    const int row = threadIdx.x % 32 / CHUNKS, chunk = threadIdx.x % CHUNKS;
    if (step < steps()) {
#pragma unroll
      for (int t = 0; t < TILES; t++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
          copy_chunk(queue + slot(step, t, row + half * PAIRS, chunk), weights[t][half] + step * COLUMNS);
        }
      }
    }
    end_of_copies();
  }

  // Asks for the first weights: row_of(t, r) is row r of tile t.
  template <typename F>
  __device__ __forceinline__ void fetch(F row_of) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
#pragma unroll
    for (int t = 0; t < TILES; t++) {
#pragma unroll
      for (int half = 0; half < 2; half++) {
        weights[t][half] = row_of(t, lane / CHUNKS + half * PAIRS) + warp * STEPS * COLUMNS +
                           lane % CHUNKS * (COLUMNS / CHUNKS);
      }
    }
    queue = dynamic + warp * QUEUE;
#pragma unroll
    for (int i = 0; i < AHEAD; i++) {
      ask(i);
    }
  }

  // All lanes' requests for a step have come.
  static __device__ __forceinline__ void arrive() {
    await_copies<AHEAD - 1>();
    __syncwarp();
  }

  // Eight neighbouring weights of row lane / 4, of those of a step from 32 * part on. Which of the
  // product's indices they are does not matter as long as the other side says the same.
  __device__ __forceinline__ Eight weights_of(int step, int tile, int part) const {
    const int row = threadIdx.x % 32 / 4, at = threadIdx.x % 4;
    union {
      uint4 from[sizeof(Eight) / 16];
      Eight to;
    } w;
#pragma unroll
    for (int i = 0; i < (int)sizeof(Eight) / 16; i++) {
      w.from[i] = queue[slot(step, tile, row, part * 4 + at * ((int)sizeof(Eight) / 16) + i)];
    }
    return w.to;
  }

#if SINGLE
  // x: the rows, each stride apart, in shared memory (SHARED) or written by the kernel before. There is
  // no such product of floats in tensor cores: a thread multiplies its weights with every row.
  template <bool SHARED>
  __device__ __forceinline__ void run(const Number* x, int stride, int count, Held& c) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const Number* mine = x + warp * STEPS * COLUMNS + lane % 4 * 8;
    const int end = steps();
#pragma unroll 1
    for (int step = 0; step < end; step++) {
      arrive();
      Eight w[TILES];
#pragma unroll
      for (int t = 0; t < TILES; t++) {
        w[t] = weights_of(step, t, 0);
      }
      __syncwarp();
      ask(step + AHEAD);
#pragma unroll
      for (int row = 0; row < GROUPS * GROUP; row++) {
        if (row < count) {
          const Number* p = mine + row * stride + step * COLUMNS;
          const Eight a = SHARED ? *(const Eight*)p : written(p);
#pragma unroll
          for (int t = 0; t < TILES; t++) {
#pragma unroll
            for (int j = 0; j < 8; j++) {
              c[t][row] = fmaf(a.v[j], w[t].v[j], c[t][row]);
            }
          }
        }
      }
    }
  }
#else
  // x: the rows, each stride apart, in shared memory (SHARED) or written by the kernel before.
  template <bool SHARED>
  __device__ __forceinline__ void run(const Number* x, int stride, int count, Held& c) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const Number* mine = x + (lane / 4) * stride + warp * STEPS * COLUMNS + lane % 4 * 8;
    const int end = steps(), BATCH = GROUPS == 1 ? 2 : 1, PARTS = COLUMNS / 32, HALVES = 2 * GROUPS;
#pragma unroll 1
    for (int from = 0; from < end; from += BATCH) {
      Eight a[BATCH][PARTS][HALVES];
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
#pragma unroll
        for (int part = 0; part < PARTS; part++) {
          const Number* p = mine + (from + i) * COLUMNS + part * 32;
#pragma unroll
          for (int half = 0; half < HALVES; half++) {
            a[i][part][half] = {};
            if (lane / 4 + half * 8 < count && from + i < end) {
              const Number* q = p + half * 8 * stride;
              a[i][part][half] = SHARED ? *(const Eight*)q : written(q);
            }
          }
        }
      }
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
        if (from + i < end) {
          arrive();
#pragma unroll
          for (int t = 0; t < TILES; t++) {
#pragma unroll
            for (int part = 0; part < PARTS; part++) {
              const Eight w = weights_of(from + i, t, part);
#pragma unroll
              for (int g = 0; g < GROUPS; g++) {
                const Eight &lower = a[i][part][2 * g], &upper = a[i][part][2 * g + 1];
                float* sums = c[t] + g * HELD;
                multiply(sums, lower.v[0], upper.v[0], lower.v[1], upper.v[1], w.v[0], w.v[1]);
                multiply(sums, lower.v[2], upper.v[2], lower.v[3], upper.v[3], w.v[2], w.v[3]);
              }
            }
          }
          // Before others overwrite what a lane still reads.
          __syncwarp();
          ask(from + i + AHEAD);
        }
      }
    }
  }
#endif
};

// Adds what the warps have of each sum, in a fixed order, and visits what a thread then has: the sums of
// weight rows `pair` and `pair` + PAIRS of a tile for a row.
template <int TILES, int GROUPS, typename F>
__device__ __forceinline__ void for_sums(const float (&c)[TILES][GROUPS * HELD], int count, F visit) {
  __shared__ float sums[WARPS][TILES * TILE][GROUPS * GROUP + 1];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
#pragma unroll
  for (int t = 0; t < TILES; t++) {
#if SINGLE
#pragma unroll
    for (int of = 0; of < GROUPS * GROUP; of++) {
      if (of < count) {
        float sum = c[t][of];
        sum += __shfl_xor_sync(0xffffffffu, sum, 1);
        sum += __shfl_xor_sync(0xffffffffu, sum, 2);
        if (lane % 4 == 0) {
          sums[warp][t * TILE + lane / 4][of] = sum;
        }
      }
    }
#else
#pragma unroll
    for (int i = 0; i < GROUPS * HELD; i++) {
      const int of = lane / 4 + i / 2 * 8;
      if (of < count) {
        sums[warp][t * TILE + lane % 4 * 2 + i % 2][of] = c[t][i];
      }
    }
#endif
  }
  __syncthreads();
  const int pair = threadIdx.x % PAIRS, tile = threadIdx.x / PAIRS % TILES;
  for (int row = threadIdx.x / PAIRS / TILES; row < count; row += THREADS / PAIRS / TILES) {
    float first = 0, second = 0;
#pragma unroll
    for (int w = 0; w < WARPS; w++) {
      first += sums[w][tile * TILE + pair][row];
      second += sums[w][tile * TILE + PAIRS + pair][row];
    }
    visit(tile, pair, row, first, second);
  }
}

// The norm of a row, every thread's columns the same for each row.
#define EIGHTS ((HIDDEN / 8 + THREADS - 1) / THREADS)

template <typename F>
__device__ __forceinline__ void for_columns(F visit) {
#pragma unroll
  for (int i = 0; i < EIGHTS; i++) {
    const int at = (i * THREADS + threadIdx.x) * 8;
    if (at < HIDDEN) {
      visit(i, at);
    }
  }
}

// The sum of what each warp has, in a fixed order.
__device__ __forceinline__ float whole(float (&parts)[WARPS]) {
  float sum = 0;
#pragma unroll
  for (int w = 0; w < WARPS; w++) {
    sum += parts[w];
  }
  return sum;
}

__device__ __forceinline__ void norm(const Place& x, const int* rows, int row, int capacity, const Number* gain,
                                     const Number* bias, Number* out) {
  __shared__ float sums[WARPS], squares[WARPS];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  Eight gains[EIGHTS], biases[EIGHTS];
  for_columns([&](int i, int at) {
    gains[i] = *(const Eight*)(gain + at);
    if (!RMS) {
      biases[i] = *(const Eight*)(bias + at);
    }
  });
  wait_for_the_kernel_before();
  if (written1(rows + row) < 0) {
    return;
  }
  const Number* own = x.row(rows, row, capacity);
  Eight state[EIGHTS];
  float s = 0;
  for_columns([&](int i, int at) {
    state[i] = written(own + at);
    float v[8];
    widen(state[i], v);
#pragma unroll
    for (int j = 0; j < 8; j++) {
      s += RMS ? v[j] * v[j] : v[j];
    }
  });
  s = warp_sum(s);
  if (lane == 0) {
    sums[warp] = s;
  }
  __syncthreads();
  const float mean = RMS ? 0.f : whole(sums) / HIDDEN;
  if (!RMS) {
    float q = 0;
    for_columns([&](int i, int) {
      float v[8];
      widen(state[i], v);
#pragma unroll
      for (int j = 0; j < 8; j++) {
        q += (v[j] - mean) * (v[j] - mean);
      }
    });
    q = warp_sum(q);
    if (lane == 0) {
      squares[warp] = q;
    }
    __syncthreads();
  }
  const float scale = rsqrtf(whole(RMS ? sums : squares) / HIDDEN + EPSILON);
  for_columns([&](int i, int at) {
    float v[8], g[8], b[8] = {};
    widen(state[i], v);
    widen(gains[i], g);
    if (!RMS) {
      widen(biases[i], b);
    }
#pragma unroll
    for (int j = 0; j < 8; j++) {
      v[j] = (v[j] - mean) * scale * g[j] + b[j];
    }
    *(Eight*)(out + at) = narrow(v);
  });
}

template <int TILES>
__device__ __forceinline__ Number* behind_queues() {
  return (Number*)(dynamic + WARPS * Product<HIDDEN, TILES, 1>::QUEUE);
}

// What a product multiplies: a row whose norm every block makes for itself, in shared memory, ...
struct Unnormed {
  static constexpr bool SHARED = true;
  Place x;
  const Number* gain;
  const Number* bias;

  template <int TILES>
  __device__ __forceinline__ const Number* normed(const int* rows, int capacity) const {
    Number* out = behind_queues<TILES>();
    norm(x, rows, 0, capacity, gain, bias, out);
    __syncthreads();
    return out;
  }
};

// ... or norms that the kernel before has made, [rows, HIDDEN].
struct Normed {
  static constexpr bool SHARED = false;
  const Number* x;

  template <int TILES>
  __device__ __forceinline__ const Number* normed(const int*, int) const {
    wait_for_the_kernel_before();
    return x;
  }
};


template <bool BIASED>
__device__ __forceinline__ float biased(float x, const Number* bias, int row) {
  return BIASED ? x + widen(bias[row]) : x;
}

// A row of queries, keys or values goes to its place: q is [rows, HEADS * HEAD], a cache is
// [2 * KV_HEADS, capacity, HEAD].
__device__ __forceinline__ Number* head_place(int head, int row, const int* rows, Number* q, Number* cache, int capacity) {
  if (head < HEADS) {
    return q + row * QUERY_ROWS + head * HEAD;
  }
  const i64 of = written1(rows + MOST + row) * (i64)(2 * KV_HEADS) + head - HEADS;
  return cache + (of * capacity + written1(rows + row)) * HEAD;
}

// Product with the weights of queries, keys and values, and rotation, from head `first` on.
template <int TILES, int GROUPS, typename Input>
__device__ __forceinline__ void project_heads(const Input& x, const int* rows, int count, int capacity, const Number* w,
                                              const Number* w_bias, const Number* rotary, Number* q, Number* cache,
                                              int first) {
  // The two halves of a head are rotated against each other, so a tile takes rows of both.
  const int apart = ROTARY ? HEAD / 2 : PAIRS;
  const auto row_of = [&](int tile) {
    const int block = blockIdx.x * TILES + tile;
    const int in_head = HEAD / 2 / PAIRS;
    return ROTARY ? (first + block / in_head) * HEAD + block % in_head * PAIRS : first * HEAD + block * TILE;
  };
  typedef Product<HIDDEN, TILES, GROUPS> Heads;
  Heads product;
  product.fetch([&](int t, int r) { return w + (i64)(row_of(t) + r % PAIRS + r / PAIRS * apart) * HIDDEN; });
  const Number* normed = x.template normed<TILES>(rows, capacity);
  typename Heads::Held c = {};
  product.template run<Input::SHARED>(normed, HIDDEN, count, c);
  for_sums<TILES, GROUPS>(c, count, [&](int tile, int pair, int row, float sum, float other) {
    const int position = written1(rows + row);
    if (position < 0) {
      return;
    }
    const int upper = row_of(tile) + pair, lower = upper + apart;
    float a = biased<BIASED_HEADS>(sum, w_bias, upper);
    float b = biased<BIASED_HEADS>(other, w_bias, lower);
    if (ROTARY && upper / HEAD < HEADS + KV_HEADS) {
      const Number* t = rotary + (i64)position * 2 * HEAD;
      const int i = upper % HEAD, j = lower % HEAD;
      const float x0 = rounded(a), x1 = rounded(b);
      a = rounded(x0 * widen(t[i])) + x1 * widen(t[HEAD + i]);
      b = rounded(x1 * widen(t[j])) + x0 * widen(t[HEAD + j]);
    }
    head_place(upper / HEAD, row, rows, q, cache, capacity)[upper % HEAD] = narrow(a);
    head_place(lower / HEAD, row, rows, q, cache, capacity)[lower % HEAD] = narrow(b);
  });
}

// Attention of each row's queries over the keys up to its position: [HEADS, splits, rows] blocks. Those of
// a head share its keys, as many of them as these keep busy, whatever other rows need; the last one to
// end merges what they have.
#define SHARED_KEYS 64
#define ATTENTION_WARPS 4
#define LANES 16
#define TEAMS (ATTENTION_WARPS * 2)
#define KEYS 4
#define PART (HEAD + 2)
extern "C" __global__ void __launch_bounds__(ATTENTION_WARPS * 32)
    attend(const int* rows, int capacity, const Number* q, const Number* caches, float* parts, unsigned* done, Number* out) {
  __shared__ float sums[TEAMS][HEAD];
  __shared__ float tops[TEAMS], totals[TEAMS];
  __shared__ bool last;
  const int head = blockIdx.x, split = blockIdx.y, row = blockIdx.z;
  const int lane = threadIdx.x % LANES, team = threadIdx.x / LANES;
  const bool active = lane * 8 < HEAD;
  wait_for_the_kernel_before();
  const int length = written1(rows + row) + 1;
  if (length <= 0) {
    return;
  }
  const int splits = min(SPLITS, (length + SHARED_KEYS - 1) / SHARED_KEYS);
  if (split >= splits) {
    return;
  }
  const int each = (length + splits - 1) / splits;
  const int from = split * each, to = min(length, from + each);
  const int shared = head / (HEADS / KV_HEADS);
  const Number* cache = caches + written1(rows + MOST + row) * (i64)(2 * KV_HEADS) * capacity * HEAD;
  const Number* k = cache + (i64)shared * capacity * HEAD + lane * 8;
  const Number* v = k + (i64)KV_HEADS * capacity * HEAD;
  float query[8] = {};
  if (active) {
    widen(written(q + row * QUERY_ROWS + head * HEAD + lane * 8), query);
  }
#pragma unroll
  for (int j = 0; j < 8; j++) {
    query[j] *= SCALE;
  }
  const float NONE = -1e30f;
  float top = NONE, total = 0, sum[8] = {};
  // All teams go round equally often: the lanes of a warp shuffle together.
#pragma unroll 1
  for (int begin = from; begin < to; begin += TEAMS * KEYS) {
    const int first = begin + team;
    Eight key[KEYS], value[KEYS];
    float score[KEYS];
#pragma unroll
    for (int i = 0; i < KEYS; i++) {
      // Beyond the end any key will do, as its weight is nothing.
      const i64 p = min(first + i * TEAMS, to - 1);
      key[i] = value[i] = {};
      if (active) {
        key[i] = written(k + p * HEAD);
        value[i] = written(v + p * HEAD);
      }
    }
    float highest = top;
#pragma unroll
    for (int i = 0; i < KEYS; i++) {
      float x[8], s = 0;
      widen(key[i], x);
#pragma unroll
      for (int j = 0; j < 8; j++) {
        s = fmaf(x[j], query[j], s);
      }
#pragma unroll
      for (int o = LANES / 2; o > 0; o >>= 1) {
        s += __shfl_xor_sync(0xffffffffu, s, o);
      }
      score[i] = first + i * TEAMS < to ? s : NONE;
      highest = fmaxf(highest, score[i]);
    }
    const float less = __expf(top - highest);
    total *= less;
#pragma unroll
    for (int j = 0; j < 8; j++) {
      sum[j] *= less;
    }
#pragma unroll
    for (int i = 0; i < KEYS; i++) {
      float x[8];
      const float p = first + i * TEAMS < to ? __expf(score[i] - highest) : 0.f;
      total += p;
      widen(value[i], x);
#pragma unroll
      for (int j = 0; j < 8; j++) {
        sum[j] = fmaf(p, x[j], sum[j]);
      }
    }
    top = highest;
  }
  if (lane == 0) {
    tops[team] = top;
    totals[team] = total;
  }
  if (active) {
#pragma unroll
    for (int j = 0; j < 8; j++) {
      sums[team][lane * 8 + j] = sum[j];
    }
  }
  __syncthreads();
  float highest = NONE, whole = 0;
#pragma unroll
  for (int t = 0; t < TEAMS; t++) {
    highest = fmaxf(highest, tops[t]);
  }
#pragma unroll
  for (int t = 0; t < TEAMS; t++) {
    whole += __expf(tops[t] - highest) * totals[t];
  }
  float* of_head = parts + (row * HEADS + head) * SPLITS * PART;
  float* mine = of_head + split * PART;
  for (int d = threadIdx.x; d < HEAD; d += ATTENTION_WARPS * 32) {
    float s = 0;
#pragma unroll
    for (int t = 0; t < TEAMS; t++) {
      s += __expf(tops[t] - highest) * sums[t][d];
    }
    mine[d] = s;
  }
  if (threadIdx.x == 0) {
    mine[HEAD] = highest;
    mine[HEAD + 1] = whole;
  }
  __threadfence();
  __syncthreads();
  if (threadIdx.x == 0) {
    last = atomicInc(done + row * HEADS + head, splits - 1) == splits - 1;
  }
  __syncthreads();
  if (!last) {
    return;
  }
  __threadfence();
  // A lane of every warp for each part.
  const int part = threadIdx.x % 32;
  const float* all = of_head;
  highest = part < splits ? __ldcg(all + part * PART + HEAD) : NONE;
  const float own = highest;
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    highest = fmaxf(highest, __shfl_xor_sync(0xffffffffu, highest, o));
  }
  const float factor = part < splits ? __expf(own - highest) : 0.f;
  const float over = warp_sum(part < splits ? factor * __ldcg(all + part * PART + HEAD + 1) : 0.f);
  for (int begin = 0; begin < HEAD; begin += ATTENTION_WARPS * 32) {
    const int d = begin + threadIdx.x;
    float s = 0;
#pragma unroll 8
    for (int i = 0; i < splits; i++) {
      const float of = __shfl_sync(0xffffffffu, factor, i);
      s += d < HEAD ? of * __ldcg(all + i * PART + d) : 0.f;
    }
    if (d < HEAD) {
      out[row * QUERY_ROWS + head * HEAD + d] = narrow(s / over);
    }
  }
}

// A product of what the kernel before wrote, [rows, K], its bias, and what it is added to.
template <int K, int TILES, int GROUPS, bool BIASED>
__device__ __forceinline__ void add_product(const int* rows, int count, int capacity, const Number* in, const Number* w,
                                            const Number* bias, const Place& residual, const Place& out) {
  const int first = blockIdx.x * TILES * TILE;
  typedef Product<K, TILES, GROUPS> Narrowing;
  Narrowing product;
  product.fetch([&](int t, int r) { return w + (i64)(first + t * TILE + r) * K; });
  wait_for_the_kernel_before();
  typename Narrowing::Held c = {};
  product.template run<false>(in, K, count, c);
  for_sums<TILES, GROUPS>(c, count, [&](int tile, int pair, int row, float sum, float other) {
    if (written1(rows + row) < 0) {
      return;
    }
    const int upper = first + tile * TILE + pair, lower = upper + PAIRS;
    const Number* before = residual.row(rows, row, capacity);
    Number* after = out.row(rows, row, capacity);
    after[upper] = narrow(rounded(biased<BIASED>(sum, bias, upper)) + widen(written1(before + upper)));
    after[lower] = narrow(rounded(biased<BIASED>(other, bias, lower)) + widen(written1(before + lower)));
  });
}

// The feed-forward's first product: [rows, WIDE].
template <int TILES, int GROUPS, typename Input>
__device__ __forceinline__ void widen_rows(const Input& y, const int* rows, int count, int capacity, const Number* w,
                                           const Number* w_bias, Number* out) {
  // A gate and what it lets through stand in two halves of the weights; a tile takes rows of both.
  const int apart = GATED ? WIDE : PAIRS, each = GATED ? PAIRS : TILE;
  const int first = blockIdx.x * TILES * each;
  typedef Product<HIDDEN, TILES, GROUPS> Widening;
  Widening product;
  product.fetch([&](int t, int r) {
    return w + (i64)(first + t * each + r % PAIRS + r / PAIRS * apart) * HIDDEN;
  });
  const Number* normed = y.template normed<TILES>(rows, capacity);
  typename Widening::Held c = {};
  product.template run<Input::SHARED>(normed, HIDDEN, count, c);
  for_sums<TILES, GROUPS>(c, count, [&](int tile, int pair, int row, float sum, float other) {
    const int upper = first + tile * each + pair, lower = upper + apart;
    const float a = rounded(biased<BIASED_WIDE>(sum, w_bias, upper));
    const float b = rounded(biased<BIASED_WIDE>(other, w_bias, lower));
    Number* to = out + (i64)row * WIDE;
    if (GATED) {
      to[upper] = narrow(rounded(a / (1.f + __expf(-a))) * b);
    } else {
      // What is no number stays none.
      to[upper] = narrow(a < 0.f ? 0.f : a);
      to[lower] = narrow(b < 0.f ? 0.f : b);
    }
  });
}

// The LM head: [rows, VOCABULARY].
template <int TILES, int GROUPS, typename Input>
__device__ __forceinline__ void rank_tokens(const Input& x, const int* rows, int count, int capacity, const Number* w,
                                            Number* out) {
  const int first = blockIdx.x * TILES * TILE;
  const int end = VOCABULARY - 1;
  typedef Product<HIDDEN, TILES, GROUPS> Head;
  Head product;
  product.fetch([&](int t, int r) { return w + (i64)min(first + t * TILE + r, end) * HIDDEN; });
  const Number* normed = x.template normed<TILES>(rows, capacity);
  typename Head::Held c = {};
  product.template run<Input::SHARED>(normed, HIDDEN, count, c);
  for_sums<TILES, GROUPS>(c, count, [&](int tile, int pair, int row, float sum, float other) {
    Number* own = out + (i64)row * VOCABULARY;
    const int upper = first + tile * TILE + pair, lower = upper + PAIRS;
    if (upper <= end) {
      own[upper] = narrow(sum);
    }
    if (lower <= end) {
      own[lower] = narrow(other);
    }
  });
}

// Keys and values of skipped layers from the state that a token left with: all layers at once, as
// none waits for another. [tiles, layers] blocks.
struct Layer {
  const Number* gain;
  const Number* bias;
  const Number* w;
  const Number* w_bias;
  Number* cache;
};

// Products of a single row, whose norm is made within.
extern "C" __global__ void __launch_bounds__(THREADS)
    project(const int* rows, int count, int capacity, Place x, const Number* gain, const Number* bias, const Number* w,
            const Number* w_bias, const Number* rotary, Number* q, Number* cache) {
  const Unnormed input = {x, gain, bias};
  project_heads<MANY, 1>(input, rows, count, capacity, w, w_bias, rotary, q, cache, 0);
}

extern "C" __global__ void __launch_bounds__(THREADS)
    feed_forward_in(const int* rows, int count, int capacity, Place y, const Number* gain, const Number* bias,
                    const Number* w, const Number* w_bias, Number* out) {
  const Unnormed input = {y, gain, bias};
  widen_rows<MANY, 1>(input, rows, count, capacity, w, w_bias, out);
}

extern "C" __global__ void __launch_bounds__(THREADS)
    logits(const int* rows, int count, int capacity, Place x, const Number* gain, const Number* bias, const Number* w,
           Number* out) {
  const Unnormed input = {x, gain, bias};
  rank_tokens<MANY, 1>(input, rows, count, capacity, w, out);
}

extern "C" __global__ void __launch_bounds__(THREADS)
    propagate(const int* rows, int count, int capacity, Place x, const Layer* layers, const Number* rotary) {
  const Layer l = layers[blockIdx.y];
  const Unnormed input = {x, l.gain, l.bias};
  project_heads<MANY, 1>(input, rows, count, capacity, l.w, l.w_bias, rotary, 0, l.cache, HEADS);
}

// Norms of several rows: [rows] blocks, and [rows, layers] of them where each layer has a norm of its own.
extern "C" __global__ void __launch_bounds__(THREADS)
    normalise(const int* rows, int capacity, Place x, const Number* gain, const Number* bias, Number* out) {
  norm(x, rows, blockIdx.x, capacity, gain, bias, out + (i64)blockIdx.x * HIDDEN);
}

extern "C" __global__ void __launch_bounds__(THREADS)
    normalise_for_layers(const int* rows, int capacity, Place x, const Layer* layers, Number* out) {
  const Layer l = layers[blockIdx.y];
  norm(x, rows, blockIdx.x, capacity, l.gain, l.bias, out + ((i64)blockIdx.y * MOST + blockIdx.x) * HIDDEN);
}

// Their products: the same for up to sixteen and up to thirty-two rows, and those that no norm comes
// before. With more rows fewer blocks should read them.
#define FOR_ROWS(OF, GROUPS, NARROW)                                                                                   \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      project##OF(const int* rows, int count, int capacity, const Number* x, const Number* w, const Number* w_bias,    \
                  const Number* rotary, Number* q, Number* cache) {                                                    \
    project_heads<MANY, GROUPS>(Normed{x}, rows, count, capacity, w, w_bias, rotary, q, cache, 0);                     \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      feed_forward_in##OF(const int* rows, int count, int capacity, const Number* y, const Number* w,                  \
                          const Number* w_bias, Number* out) {                                                         \
    widen_rows<MANY, GROUPS>(Normed{y}, rows, count, capacity, w, w_bias, out);                                        \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      logits##OF(const int* rows, int count, int capacity, const Number* x, const Number* w, Number* out) {            \
    rank_tokens<MANY, GROUPS>(Normed{x}, rows, count, capacity, w, out);                                               \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      propagate##OF(const int* rows, int count, int capacity, const Number* x, const Layer* layers,                    \
                    const Number* rotary) {                                                                            \
    const Layer l = layers[blockIdx.y];                                                                                \
    project_heads<MANY, GROUPS>(Normed{x + (i64)blockIdx.y * MOST * HIDDEN}, rows, count, capacity, l.w, l.w_bias,     \
                                rotary, 0, l.cache, HEADS);                                                            \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      attention_out##OF(const int* rows, int count, int capacity, const Number* in, const Number* w,                   \
                        const Number* bias, Place residual, Place out) {                                               \
    add_product<QUERY_ROWS, NARROW, GROUPS, BIASED_OUT>(rows, count, capacity, in, w, bias, residual, out);            \
  }                                                                                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                                \
      feed_forward_out##OF(const int* rows, int count, int capacity, const Number* in, const Number* w,                \
                           const Number* bias, Place residual, Place out) {                                            \
    add_product<WIDE, NARROW, GROUPS, BIASED_WIDE>(rows, count, capacity, in, w, bias, residual, out);                 \
  }

FOR_ROWS(_16, 1, FEW)
FOR_ROWS(_32, 2, MANY)

struct Rows {
  int values[2 * MOST];
};

struct Tokens {
  int values[MOST];
};

// Where rows stand, and their embeddings: [columns, rows] blocks.
extern "C" __global__ void embed(int* rows, int capacity, Rows at, Tokens tokens, const Number* embeddings,
                                 const Number* positions, Place out) {
  wait_for_the_kernel_before();
  const int row = blockIdx.y, position = at.values[row], of = at.values[MOST + row];
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    rows[row] = position;
    rows[MOST + row] = of;
  }
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < HIDDEN && position >= 0) {
    Number v = embeddings[(i64)tokens.values[row] * HIDDEN + i];
    if (LEARNED_POSITIONS) {
      // OPT keeps the first two rows of its position table for padding.
      v = narrow(widen(v) + widen(positions[(i64)(position + 2) * HIDDEN + i]));
    }
    out.base[((i64)of * capacity + position) * HIDDEN + i] = v;
  }
}

extern "C" __global__ void set_rows(int* rows, Rows values) {
  wait_for_the_kernel_before();
  rows[threadIdx.x] = values.values[threadIdx.x];
}

// What is asked of a row's logits, in one pass: the most probable token (the first of equals), its
// probability, the lead over the second, and the entropy. The answer lies in the host's memory, its
// number last, so that the host sees when it is there.
struct Answer {
  int number;
  int token;
  float top_probability;
  float margin;
  float entropy;
  float score;  // of a net
  int unused[2];
};

// After all else of an answer, its number.
__device__ __forceinline__ void number(volatile Answer* answer, int* last) {
  __threadfence_system();
  const int number = __ldcg(last) + 1;
  *last = number;
  answer->number = number;
}

// Five numbers of four bytes each, as whoever makes room for them counts.
struct Seen {
  float top;
  int token;
  float second;
  float sum;       // of exp(x - top)
  float weighted;  // of (x - top) exp(x - top)

  __device__ __forceinline__ void add(const Seen& o) {
    const float highest = fmaxf(top, o.top);
    const float mine = expf(top - highest), other = expf(o.top - highest);
    weighted = mine * (weighted + (top - highest) * sum) + other * (o.weighted + (o.top - highest) * o.sum);
    sum = mine * sum + other * o.sum;
    const bool better = o.top > top || (o.top == top && o.token < token);
    second = better ? fmaxf(top, o.second) : fmaxf(second, o.top);
    token = better ? o.token : token;
    top = highest;
  }

  // The first lane's afterwards is that of all lanes of its warp.
  __device__ __forceinline__ void add_lanes() {
#pragma unroll
    for (int o = 16; o > 0; o >>= 1) {
      Seen other;
      other.top = __shfl_down_sync(0xffffffffu, top, o);
      other.token = __shfl_down_sync(0xffffffffu, token, o);
      other.second = __shfl_down_sync(0xffffffffu, second, o);
      other.sum = __shfl_down_sync(0xffffffffu, sum, o);
      other.weighted = __shfl_down_sync(0xffffffffu, weighted, o);
      add(other);
    }
  }

  // All of an answer but its number.
  __device__ __forceinline__ void fill(volatile Answer* answer) const {
    // Where logits are no numbers none is the highest; the other answers say so.
    answer->token = token < VOCABULARY ? token : 0;
    answer->top_probability = 1 / sum;
    answer->margin = (1 - expf(second - top)) / sum;
    answer->entropy = logf(sum) - weighted / sum;
  }

  __device__ __forceinline__ void tell(volatile Answer* answer, int* last) const {
    fill(answer);
    number(answer, last);
  }
};

#define LOWEST -1e30f
extern "C" __global__ void __launch_bounds__(256)
    observe(const Number* logits, Seen* parts, unsigned* done, int* numbers, Answer* answers) {
  __shared__ Seen seen[8];
  __shared__ bool last;
  const int row = blockIdx.y;
  wait_for_the_kernel_before();
  Seen mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
  const Number* own = logits + (i64)row * VOCABULARY;
  for (int i = blockIdx.x * 256 + threadIdx.x; i < VOCABULARY; i += OBSERVERS * 256) {
    const Seen one = {widen(written1(own + i)), i, LOWEST, 1, 0};
    mine.add(one);
  }
  for (int round = 0; round < 2; round++) {
    mine.add_lanes();
    if (threadIdx.x % 32 == 0) {
      seen[threadIdx.x / 32] = mine;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
      for (int i = 1; i < 8; i++) {
        mine.add(seen[i]);
      }
      if (round == 0) {
        parts[row * OBSERVERS + blockIdx.x] = mine;
        __threadfence();
        last = atomicInc(done + row, OBSERVERS - 1) == OBSERVERS - 1;
      } else {
        mine.tell(answers + row, numbers + row);
      }
    }
    __syncthreads();
    if (!last) {
      return;
    }
    __threadfence();
    mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
    if (threadIdx.x < OBSERVERS) {
      const volatile Seen* part = parts + row * OBSERVERS + threadIdx.x;
      mine.top = part->top;
      mine.token = part->token;
      mine.second = part->second;
      mine.sum = part->sum;
      mine.weighted = part->weighted;
    }
  }
}
