// Up to sixteen rows (tokens) through the layers of a decoder: a kernel for each product, with the
// norm before it and the addition after it, so that a token costs little more than reading the
// weights once. Compiled by NVRTC for one model: its sizes are constants (RowKernels gives them).
//
// A product of one row is bound by reading weights. A block takes 16 weight rows and its warps share
// the columns; weights are asked for before the rows are there (programmatic dependent launch), and
// tensor cores multiply them with all rows at once. What a row gets does not depend on the others:
// each is a column of its own, summed in the same order however many there are. So a token that
// catches up beside others gets the same bits as alone.
//
// A row is described by rows[i], its position, or -1 if there is none, and by rows[MOST + i], which
// of several caches is its own.
typedef unsigned short u16;
typedef long long i64;

#define MOST 16
#define TILE 16
#define WARPS 8
#define THREADS (WARPS * 32)
#define QUERY_ROWS (HEADS * HEAD)

struct alignas(16) Eight {
  unsigned v[4];
};

// Sixteen bits that the model computes in, and float.
#if BFLOAT
#define KIND "bf16"
#else
#define KIND "f16"
#endif

__device__ __forceinline__ float widen(u16 v) {
#if BFLOAT
  return __uint_as_float((unsigned)v << 16);
#else
  float r;
  asm("cvt.f32.f16 %0, %1;" : "=f"(r) : "h"(v));
  return r;
#endif
}

__device__ __forceinline__ u16 narrow(float x) {
  u16 r;
  asm("cvt.rn." KIND ".f32 %0, %1;" : "=h"(r) : "f"(x));
  return r;
}

__device__ __forceinline__ float rounded(float x) {
  return widen(narrow(x));
}

__device__ __forceinline__ void widen(const Eight& e, float (&x)[8]) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    x[2 * i] = widen((u16)(e.v[i] & 0xffff));
    x[2 * i + 1] = widen((u16)(e.v[i] >> 16));
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

// What another kernel wrote: past the first cache, which may be older than that kernel's end.
__device__ __forceinline__ Eight written(const u16* p) {
  Eight r;
  asm volatile("ld.global.cg.v4.u32 {%0,%1,%2,%3}, [%4];"
               : "=r"(r.v[0]), "=r"(r.v[1]), "=r"(r.v[2]), "=r"(r.v[3])
               : "l"(p));
  return r;
}

__device__ __forceinline__ u16 written1(const u16* p) {
  u16 r;
  asm volatile("ld.global.cg.u16 %0, [%1];" : "=h"(r) : "l"(p));
  return r;
}

__device__ __forceinline__ int written1(const int* p) {
  int r;
  asm volatile("ld.global.cg.u32 %0, [%1];" : "=r"(r) : "l"(p));
  return r;
}

__device__ __forceinline__ float warp_sum(float x) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    x += __shfl_xor_sync(0xffffffffu, x, o);
  }
  return x;
}

// Everything before this may run while the kernel before still does.
// The kernel after may do the same from now on: it, too, only asks for weights, which nobody writes.
__device__ __forceinline__ void wait_for_the_kernel_before() {
#if OVERLAPS
  asm volatile("griddepcontrol.launch_dependents;");
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// Where a row's state is: in a table of all positions, or in scratch, where row follows row.
struct Place {
  u16* base;
  int table;

  __device__ __forceinline__ u16* row(const int* rows, int i, int capacity) const {
    i64 at = table ? (i64)written1(rows + MOST + i) * capacity + written1(rows + i) : i;
    return base + at * HIDDEN;
  }
};

// The norm of a row by one warp, which holds all of it in registers.
__device__ __forceinline__ void norm(const u16* x, const u16* gain, const u16* bias, u16* out, int lane) {
  const int PER = HIDDEN / 256;
  Eight e[PER];
  float s = 0;
#pragma unroll
  for (int i = 0; i < PER; i++) {
    e[i] = written(x + i * 256 + lane * 8);
  }
#pragma unroll
  for (int i = 0; i < PER && !RMS; i++) {
    float v[8];
    widen(e[i], v);
#pragma unroll
    for (int j = 0; j < 8; j++) {
      s += v[j];
    }
  }
  const float mean = RMS ? 0.f : warp_sum(s) / HIDDEN;
  float q = 0;
#pragma unroll
  for (int i = 0; i < PER; i++) {
    float v[8];
    widen(e[i], v);
#pragma unroll
    for (int j = 0; j < 8; j++) {
      q += (v[j] - mean) * (v[j] - mean);
    }
  }
  const float scale = rsqrtf(warp_sum(q) / HIDDEN + EPSILON);
#pragma unroll
  for (int i = 0; i < PER; i++) {
    const int at = i * 256 + lane * 8;
    float v[8], g[8], b[8] = {};
    widen(e[i], v);
    widen(*(const Eight*)(gain + at), g);
    if (!RMS) {
      widen(*(const Eight*)(bias + at), b);
    }
#pragma unroll
    for (int j = 0; j < 8; j++) {
      v[j] = (v[j] - mean) * scale * g[j] + b[j];
    }
    *(Eight*)(out + at) = narrow(v);
  }
}

__device__ __forceinline__ void multiply(float (&c)[4], unsigned a0, unsigned a1, unsigned a2, unsigned a3,
                                         unsigned b0, unsigned b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32." KIND "." KIND ".f32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(b0), "r"(b1));
}

extern __shared__ Eight dynamic[];

// Sixteen weight rows times up to 8 * GROUPS rows, K long. A thread holds 8 neighbouring weights of
// two rows; which of the product's indices they are does not matter as long as the other side says
// the same. Weights come through a queue in shared memory, one of its own for each thread: AHEAD
// steps are always under way, and no register waits for them.
template <int K, int GROUPS>
struct Product {
  static const int STEPS = (K / 32 + WARPS - 1) / WARPS;
  static const bool EVEN = K % (WARPS * 32) == 0;
  const u16* upper;
  const u16* lower;
  Eight* queue;

  // Steps of this warp: the last one has fewer where they do not share out.
  static __device__ __forceinline__ int steps() {
    return EVEN ? STEPS : max(0, min(STEPS, K / 32 - (int)(threadIdx.x / 32) * STEPS));
  }

  __device__ __forceinline__ void ask(int step) {
    if (step < steps()) {
      const Eight* to = queue + step % AHEAD * 64;
      copy(to, upper + step * 32);
      copy(to + 32, lower + step * 32);
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
  }

  static __device__ __forceinline__ void copy(const Eight* to, const u16* from) {
    const unsigned shared = (unsigned)__cvta_generic_to_shared(to);
    asm volatile("cp.async.cg.shared.global.L2::128B [%0], [%1], 16;" ::"r"(shared), "l"(from) : "memory");
  }

  // Asks for the first weights: the arguments are the first weight of this thread's two rows.
  __device__ __forceinline__ void fetch(const u16* upper_row, const u16* lower_row) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const int at = warp * STEPS * 32 + lane % 4 * 8;
    upper = upper_row + at;
    lower = lower_row + at;
    queue = dynamic + warp * AHEAD * 64 + lane;
#pragma unroll
    for (int i = 0; i < AHEAD; i++) {
      ask(i);
    }
  }

  // x: the rows, each stride apart, in shared memory (SHARED) or written by the kernel before.
  template <bool SHARED>
  __device__ __forceinline__ void run(const u16* x, int stride, int count, float (&c)[GROUPS][4]) {
    const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    const u16* mine = x + (lane / 4) * stride + warp * STEPS * 32 + lane % 4 * 8;
    const int end = steps();
    const int BATCH = GROUPS == 1 ? 4 : 2;
#pragma unroll 1
    for (int from = 0; from < end; from += BATCH) {
      Eight b[BATCH][GROUPS];
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
#pragma unroll
        for (int n = 0; n < GROUPS; n++) {
          b[i][n] = {{0, 0, 0, 0}};
          if (lane / 4 + n * 8 < count && from + i < end) {
            const u16* p = mine + n * 8 * stride + (from + i) * 32;
            b[i][n] = SHARED ? *(const Eight*)p : written(p);
          }
        }
      }
#pragma unroll
      for (int i = 0; i < BATCH; i++) {
        if (from + i < end) {
          asm volatile("cp.async.wait_group %0;" ::"n"(AHEAD - 1) : "memory");
          const Eight u = queue[(from + i) % AHEAD * 64], l = queue[(from + i) % AHEAD * 64 + 32];
#pragma unroll
          for (int n = 0; n < GROUPS; n++) {
            multiply(c[n], u.v[0], l.v[0], u.v[1], l.v[1], b[i][n].v[0], b[i][n].v[1]);
            multiply(c[n], u.v[2], l.v[2], u.v[3], l.v[3], b[i][n].v[2], b[i][n].v[3]);
          }
          ask(from + i + AHEAD);
        }
      }
    }
  }
};

// Adds what the warps have of each sum. Afterwards thread (g, row) = (threadIdx.x % 8,
// threadIdx.x / 8) holds the sums of weight rows g and g + 8 for that row, in a fixed order.
template <int GROUPS>
__device__ __forceinline__ bool gather(float (&c)[GROUPS][4], int count, float& upper, float& lower) {
  __shared__ float sums[WARPS][GROUPS * 8][TILE + 1];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
#pragma unroll
  for (int n = 0; n < GROUPS; n++) {
    const int row = n * 8 + lane % 4 * 2, g = lane / 4;
    if (row < count) {
      sums[warp][row][g] = c[n][0];
      sums[warp][row][g + 8] = c[n][2];
    }
    if (row + 1 < count) {
      sums[warp][row + 1][g] = c[n][1];
      sums[warp][row + 1][g + 8] = c[n][3];
    }
  }
  __syncthreads();
  const int g = threadIdx.x % 8, row = threadIdx.x / 8;
  if (row >= count) {
    return false;
  }
  upper = 0;
  lower = 0;
#pragma unroll
  for (int w = 0; w < WARPS; w++) {
    upper += sums[w][row][g];
    lower += sums[w][row][g + 8];
  }
  return true;
}

// Norms of all rows in shared memory, a warp for each. A stride of half a bank line more keeps the
// reads of two rows apart.
#define NORM_STRIDE (HIDDEN + 32)

__device__ __forceinline__ u16* norms(const Place& x, const int* rows, int count, int capacity, const u16* gain,
                                      const u16* bias) {
  u16* out = (u16*)(dynamic + WARPS * AHEAD * 64);
  for (int row = threadIdx.x / 32; row < count; row += WARPS) {
    if (written1(rows + row) >= 0) {
      norm(x.row(rows, row, capacity), gain, bias, out + row * NORM_STRIDE, threadIdx.x % 32);
    }
  }
  __syncthreads();
  return out;
}

template <bool BIASED>
__device__ __forceinline__ float biased(float x, const u16* bias, int row) {
  return BIASED ? x + widen(bias[row]) : x;
}

// A row of queries, keys or values goes to its place: q is [rows, HEADS * HEAD], a cache is
// [2 * KV_HEADS, capacity, HEAD].
__device__ __forceinline__ u16* head_place(int head, int row, const int* rows, u16* q, u16* cache, int capacity) {
  if (head < HEADS) {
    return q + row * QUERY_ROWS + head * HEAD;
  }
  const i64 of = written1(rows + MOST + row) * (i64)(2 * KV_HEADS) + head - HEADS;
  return cache + (of * capacity + written1(rows + row)) * HEAD;
}

// Norm, product with the weights of queries, keys and values, and rotation. block: which 16 weight
// rows, counted from head `first`.
template <int GROUPS>
__device__ __forceinline__ void project_heads(Place x, const int* rows, int count, int capacity, const u16* gain,
                                              const u16* bias, const u16* w, const u16* w_bias, const u16* rotary,
                                              u16* q, u16* cache, int first, int block) {
  const int g = threadIdx.x % 32 / 4;
#if ROTARY
  // The two halves of a head are rotated against each other, so a tile takes 8 rows of each.
  const int tiles = HEAD / 2 / 8;
  const int upper = (first + block / tiles) * HEAD + block % tiles * 8, lower = upper + HEAD / 2;
#else
  const int upper = first * HEAD + block * TILE, lower = upper + 8;
#endif
  Product<HIDDEN, GROUPS> product;
  product.fetch(w + (i64)(upper + g) * HIDDEN, w + (i64)(lower + g) * HIDDEN);
  wait_for_the_kernel_before();
  const u16* n = norms(x, rows, count, capacity, gain, bias);
  float c[GROUPS][4] = {};
  product.template run<true>(n, NORM_STRIDE, count, c);
  float a, b;
  const int row = threadIdx.x / 8;
  if (!gather<GROUPS>(c, count, a, b) || written1(rows + row) < 0) {
    return;
  }
  const int at_upper = upper + threadIdx.x % 8, at_lower = lower + threadIdx.x % 8;
  a = biased<BIASED_HEADS>(a, w_bias, at_upper);
  b = biased<BIASED_HEADS>(b, w_bias, at_lower);
#if ROTARY
  if (at_upper / HEAD < HEADS + KV_HEADS) {
    const u16* t = rotary + (i64)written1(rows + row) * 2 * HEAD;
    const int i = at_upper % HEAD, j = at_lower % HEAD;
    const float x0 = rounded(a), x1 = rounded(b);
    a = rounded(x0 * widen(t[i])) + x1 * widen(t[HEAD + i]);
    b = rounded(x1 * widen(t[j])) + x0 * widen(t[HEAD + j]);
  }
#endif
  head_place(at_upper / HEAD, row, rows, q, cache, capacity)[at_upper % HEAD] = narrow(a);
  head_place(at_lower / HEAD, row, rows, q, cache, capacity)[at_lower % HEAD] = narrow(b);
}

// Attention of each row's queries over the keys up to its position: [HEADS, SPLITS, rows] blocks.
// Those of a head share its keys; the last one to end merges what they have.
#define SPLITS 4
#define ATTENTION_WARPS 4
#define LANES 16
#define TEAMS (ATTENTION_WARPS * 2)
#define KEYS 4
#define PART (HEAD + 2)
extern "C" __global__ void __launch_bounds__(ATTENTION_WARPS * 32)
    attend(const int* rows, int capacity, const u16* q, const u16* caches, float* parts, unsigned* done, u16* out) {
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
  const int each = (length + SPLITS - 1) / SPLITS;
  const int from = split * each, to = min(length, from + each);
  const int shared = head / (HEADS / KV_HEADS);
  const u16* cache = caches + written1(rows + MOST + row) * (i64)(2 * KV_HEADS) * capacity * HEAD;
  const u16* k = cache + (i64)shared * capacity * HEAD + lane * 8;
  const u16* v = k + (i64)KV_HEADS * capacity * HEAD;
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
      const i64 p = first + i * TEAMS;
      const bool there = active && p < to;
      key[i] = there ? written(k + p * HEAD) : Eight{{0, 0, 0, 0}};
      value[i] = there ? written(v + p * HEAD) : Eight{{0, 0, 0, 0}};
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
    last = atomicInc(done + row * HEADS + head, SPLITS - 1) == SPLITS - 1;
  }
  __syncthreads();
  if (!last) {
    return;
  }
  __threadfence();
  const volatile float* all = of_head;
  float factor[SPLITS], over = 0;
  highest = NONE;
#pragma unroll
  for (int i = 0; i < SPLITS; i++) {
    highest = fmaxf(highest, all[i * PART + HEAD]);
  }
#pragma unroll
  for (int i = 0; i < SPLITS; i++) {
    factor[i] = __expf(all[i * PART + HEAD] - highest);
    over += factor[i] * all[i * PART + HEAD + 1];
  }
  for (int d = threadIdx.x; d < HEAD; d += ATTENTION_WARPS * 32) {
    float s = 0;
#pragma unroll
    for (int i = 0; i < SPLITS; i++) {
      s += factor[i] * all[i * PART + d];
    }
    out[row * QUERY_ROWS + head * HEAD + d] = narrow(s / over);
  }
}

// A product of what the kernel before wrote, [rows, K], its bias, and what it is added to.
template <int K, int GROUPS, bool BIASED>
__device__ __forceinline__ void add_product(const int* rows, int count, int capacity, const u16* in, const u16* w,
                                            const u16* bias, Place residual, Place out) {
  const int first = blockIdx.x * TILE, g = threadIdx.x % 32 / 4;
  Product<K, GROUPS> product;
  product.fetch(w + (i64)(first + g) * K, w + (i64)(first + 8 + g) * K);
  wait_for_the_kernel_before();
  float c[GROUPS][4] = {};
  product.template run<false>(in, K, count, c);
  float a, b;
  const int row = threadIdx.x / 8;
  if (!gather<GROUPS>(c, count, a, b) || written1(rows + row) < 0) {
    return;
  }
  const int upper = first + threadIdx.x % 8, lower = upper + 8;
  const u16* before = residual.row(rows, row, capacity);
  u16* after = out.row(rows, row, capacity);
  after[upper] = narrow(rounded(biased<BIASED>(a, bias, upper)) + widen(written1(before + upper)));
  after[lower] = narrow(rounded(biased<BIASED>(b, bias, lower)) + widen(written1(before + lower)));
}

// The feed-forward's first product after its norm: [rows, WIDE].
template <int GROUPS>
__device__ __forceinline__ void widen_rows(Place y, const int* rows, int count, int capacity, const u16* gain,
                                           const u16* bias, const u16* w, const u16* w_bias, u16* out) {
  const int g = threadIdx.x % 32 / 4;
  // A gate and what it lets through stand in two halves of the weights; a tile takes 8 rows of each.
  const int upper = GATED ? blockIdx.x * 8 : blockIdx.x * TILE;
  const int lower = GATED ? upper + WIDE : upper + 8;
  Product<HIDDEN, GROUPS> product;
  product.fetch(w + (i64)(upper + g) * HIDDEN, w + (i64)(lower + g) * HIDDEN);
  wait_for_the_kernel_before();
  const u16* n = norms(y, rows, count, capacity, gain, bias);
  float c[GROUPS][4] = {};
  product.template run<true>(n, NORM_STRIDE, count, c);
  float a, b;
  const int row = threadIdx.x / 8;
  if (!gather<GROUPS>(c, count, a, b)) {
    return;
  }
  const int at = threadIdx.x % 8;
  a = rounded(biased<BIASED_WIDE>(a, w_bias, upper + at));
  b = rounded(biased<BIASED_WIDE>(b, w_bias, lower + at));
  u16* to = out + (i64)row * WIDE;
  if (GATED) {
    to[upper + at] = narrow(rounded(a / (1.f + __expf(-a))) * b);
  } else {
    to[upper + at] = narrow(fmaxf(a, 0.f));
    to[lower + at] = narrow(fmaxf(b, 0.f));
  }
}

// Final norm and LM head: [rows, VOCABULARY].
template <int GROUPS>
__device__ __forceinline__ void head_rows(Place x, const int* rows, int count, int capacity, const u16* gain,
                                          const u16* bias, const u16* w, u16* out) {
  const int first = blockIdx.x * TILE, g = threadIdx.x % 32 / 4;
  const int end = VOCABULARY - 1;
  Product<HIDDEN, GROUPS> product;
  product.fetch(w + (i64)min(first + g, end) * HIDDEN, w + (i64)min(first + 8 + g, end) * HIDDEN);
  wait_for_the_kernel_before();
  const u16* n = norms(x, rows, count, capacity, gain, bias);
  float c[GROUPS][4] = {};
  product.template run<true>(n, NORM_STRIDE, count, c);
  float a, b;
  if (!gather<GROUPS>(c, count, a, b)) {
    return;
  }
  const int upper = first + threadIdx.x % 8, lower = upper + 8;
  u16* to = out + (i64)(threadIdx.x / 8) * VOCABULARY;
  if (upper < VOCABULARY) {
    to[upper] = narrow(a);
  }
  if (lower < VOCABULARY) {
    to[lower] = narrow(b);
  }
}

// Two sizes of everything: with few rows half of the products would multiply nothing.
#define KERNELS(NAME, GROUPS)                                                                                     \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                           \
      project_##NAME(const int* rows, int count, int capacity, Place x, const u16* gain, const u16* bias,         \
                     const u16* w, const u16* w_bias, const u16* rotary, u16* q, u16* cache) {                    \
    project_heads<GROUPS>(x, rows, count, capacity, gain, bias, w, w_bias, rotary, q, cache, 0, blockIdx.x);      \
  }                                                                                                               \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                           \
      attention_out_##NAME(const int* rows, int count, int capacity, const u16* in, const u16* w, const u16* bias, \
                           Place residual, Place out) {                                                           \
    add_product<QUERY_ROWS, GROUPS, BIASED_OUT>(rows, count, capacity, in, w, bias, residual, out);                           \
  }                                                                                                               \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                           \
      feed_forward_in_##NAME(const int* rows, int count, int capacity, Place y, const u16* gain, const u16* bias, \
                             const u16* w, const u16* w_bias, u16* out) {                                         \
    widen_rows<GROUPS>(y, rows, count, capacity, gain, bias, w, w_bias, out);                                     \
  }                                                                                                               \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                           \
      feed_forward_out_##NAME(const int* rows, int count, int capacity, const u16* in, const u16* w,              \
                              const u16* bias, Place residual, Place out) {                                       \
    add_product<WIDE, GROUPS, BIASED_WIDE>(rows, count, capacity, in, w, bias, residual, out);                                 \
  }                                                                                                               \
  extern "C" __global__ void __launch_bounds__(THREADS)                                                           \
      logits_##NAME(const int* rows, int count, int capacity, Place x, const u16* gain, const u16* bias,          \
                    const u16* w, u16* out) {                                                                     \
    head_rows<GROUPS>(x, rows, count, capacity, gain, bias, w, out);                                              \
  }
KERNELS(8, 1)
KERNELS(16, 2)

// Keys and values of skipped layers from the state that a token left with: all layers at once, as
// none waits for another. [tiles, layers] blocks.
struct Layer {
  const u16* gain;
  const u16* bias;
  const u16* w;
  const u16* w_bias;
  u16* cache;
};
extern "C" __global__ void __launch_bounds__(THREADS)
    propagate(const int* rows, int count, int capacity, Place x, const Layer* layers, const u16* rotary) {
  const Layer l = layers[blockIdx.y];
  project_heads<1>(x, rows, count, capacity, l.gain, l.bias, l.w, l.w_bias, rotary, 0, l.cache, HEADS, blockIdx.x);
}

// The first row's position, and its embedding.
extern "C" __global__ void embed(int* rows, int capacity, int token, int position, int of, const u16* tokens,
                                 const u16* positions, Place out) {
  wait_for_the_kernel_before();
  if (blockIdx.x == 0 && threadIdx.x == 0) {
    rows[0] = position;
    rows[MOST] = of;
  }
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < HIDDEN) {
    u16 v = tokens[(i64)token * HIDDEN + i];
    if (LEARNED_POSITIONS) {
      // OPT keeps the first two rows of its position table for padding.
      v = narrow(widen(v) + widen(positions[(i64)(position + 2) * HIDDEN + i]));
    }
    out.base[((i64)of * capacity + position) * HIDDEN + i] = v;
  }
}

struct Rows {
  int values[2 * MOST];
};
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
  int unused[3];
};

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
};

#define OBSERVERS 32
#define LOWEST -1e30f
extern "C" __global__ void __launch_bounds__(256)
    observe(const u16* logits, Seen* parts, unsigned* done, int* numbers, Answer* answers) {
  __shared__ Seen seen[8];
  __shared__ bool last;
  const int row = blockIdx.y;
  wait_for_the_kernel_before();
  Seen mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
  const u16* own = logits + (i64)row * VOCABULARY;
  for (int i = blockIdx.x * 256 + threadIdx.x; i < VOCABULARY; i += OBSERVERS * 256) {
    const Seen one = {widen(written1(own + i)), i, LOWEST, 1, 0};
    mine.add(one);
  }
  for (int round = 0; round < 2; round++) {
#pragma unroll
    for (int o = 16; o > 0; o >>= 1) {
      Seen other;
      other.top = __shfl_down_sync(0xffffffffu, mine.top, o);
      other.token = __shfl_down_sync(0xffffffffu, mine.token, o);
      other.second = __shfl_down_sync(0xffffffffu, mine.second, o);
      other.sum = __shfl_down_sync(0xffffffffu, mine.sum, o);
      other.weighted = __shfl_down_sync(0xffffffffu, mine.weighted, o);
      mine.add(other);
    }
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
        volatile Answer* answer = answers + row;
        answer->token = mine.token;
        answer->top_probability = 1 / mine.sum;
        answer->margin = (1 - expf(mine.second - mine.top)) / mine.sum;
        answer->entropy = logf(mine.sum) - mine.weighted / mine.sum;
        __threadfence_system();
        answer->number = ++numbers[row];
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
