// What strategies ask of a row beyond its whole head, each in one kernel: the candidates that an exit
// ranks highest, what another exit says among them, and what a net says of a state. Follows rows.cu.

// Logits in order, no two of them equal: of two alike, as both zeros are, the first token is the higher.
typedef unsigned long long Rank;
#define TOKEN_BITS 20
#define RANK_BITS (8 * (int)sizeof(Number) + TOKEN_BITS)

__device__ __forceinline__ Rank rank(Number v, int token) {
#if SINGLE
  const unsigned given = __float_as_uint(v), sign = 0x80000000u, all = 0xffffffffu;
#else
  const unsigned given = v, sign = 0x8000u, all = 0xffffu;
#endif
  const unsigned bits = given == sign ? 0 : given;
  const unsigned ordered = bits & sign ? ~bits & all : bits | sign;
  return (Rank)ordered << TOKEN_BITS | ((1 << TOKEN_BITS) - 1 - token);
}

// The highest rank that at least `wanted` of what is counted reach.
template <typename F>
__device__ __forceinline__ Rank reached_by(int wanted, F reaching) {
  Rank highest = 0;
  for (int bit = RANK_BITS - 1; bit >= 0; bit--) {
    const Rank higher = highest | (Rank)1 << bit;
    if (reaching(higher) >= wanted) {
      highest = higher;
    }
  }
  return highest;
}

#define CHOOSERS 1024

template <typename F>
__device__ __forceinline__ void for_logits(const Number* logits, F visit) {
#pragma unroll 8
  for (int i = threadIdx.x; i < VOCABULARY; i += CHOOSERS) {
    visit(rank(written1(logits + i), i), i);
  }
}

// The `count` most probable tokens, ascending, and what the logits say among them. One block: logits
// are few enough for it, and it waits for no other.
extern "C" __global__ void __launch_bounds__(CHOOSERS)
    choose(const Number* logits, int count, i64* tokens, int* last, Answer* answers) {
  __shared__ Rank ranks[CHOOSERS];
  __shared__ int listed_tokens[CHOOSERS], ordered[CHOOSERS];
  __shared__ bool chosen[CHOOSERS];
  __shared__ Seen seen[CHOOSERS / 32];
  __shared__ int listed, reaching;
  const int thread = threadIdx.x;
  wait_for_the_kernel_before();
  const auto list = [&](Rank bound) {
    if (thread == 0) {
      listed = 0;
    }
    __syncthreads();
    for_logits(logits, [&](Rank of, int token) {
      if (of >= bound) {
        const int at = atomicAdd(&listed, 1);
        if (at < CHOOSERS) {
          ranks[at] = of;
          listed_tokens[at] = token;
        }
      }
    });
    __syncthreads();
  };
  // As many threads as are wanted have a logit that reaches this, so it is not above the last one wanted.
  Rank highest = 0;
  for_logits(logits, [&](Rank of, int) { highest = max(highest, of); });
  list(reached_by(count, [&](Rank of) { return __syncthreads_count(highest >= of); }));
  if (listed > CHOOSERS) {
    // Few threads have all the high ones. Nearly never, so it may take long.
    list(reached_by(count, [&](Rank of) {
      __syncthreads();
      if (thread == 0) {
        reaching = 0;
      }
      __syncthreads();
      int own = 0;
      for_logits(logits, [&](Rank one, int) { own += one >= of; });
      atomicAdd(&reaching, own);
      __syncthreads();
      return reaching;
    }));
  }
  const int all = listed;
  if (thread < all) {
    int higher = 0;
    for (int i = 0; i < all; i++) {
      higher += ranks[i] > ranks[thread];
    }
    chosen[thread] = higher < count;
  }
  __syncthreads();
  if (thread < all && chosen[thread]) {
    int at = 0;
    for (int i = 0; i < all; i++) {
      at += chosen[i] && listed_tokens[i] < listed_tokens[thread];
    }
    ordered[at] = listed_tokens[thread];
  }
  __syncthreads();
  // Threads come to the list in any order. Summed up in that of tokens, an answer has the same bits again.
  Seen mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
  if (thread < count) {
    const int token = ordered[thread];
    tokens[thread] = token;
    mine = {widen(written1(logits + token)), token, LOWEST, 1, 0};
  }
  mine.add_lanes();
  if (thread % 32 == 0) {
    seen[thread / 32] = mine;
  }
  __syncthreads();
  if (thread < 32) {
    mine = seen[thread];
    mine.add_lanes();
    if (thread == 0) {
      mine.tell(answers, last);
    }
  }
}

// Final norm of one row, in shared memory, for all warps.
__device__ __forceinline__ const Number* final_norm(const Place& x, const int* rows, int capacity, const Number* gain,
                                                   const Number* bias) {
  const Number* normed = norms<1>(x, rows, 1, capacity, gain, bias);
  __syncthreads();
  return normed;
}

// Whether this block is the last of a grid to come here; what the others wrote can then be read.
__device__ __forceinline__ bool is_last(unsigned* done) {
  __shared__ bool last;
  __threadfence();
  __syncthreads();
  if (threadIdx.x == 0) {
    last = atomicInc(done, gridDim.x - 1) == gridDim.x - 1;
  }
  __syncthreads();
  __threadfence();
  return last;
}

// What a row says among tokens: their rows of the LM head alone, one for each warp.
extern "C" __global__ void __launch_bounds__(THREADS)
    among(const int* rows, int capacity, Place x, const Number* gain, const Number* bias, const Number* w, int count,
          const i64* tokens, float* logits, unsigned* done, int* last, Answer* answers) {
  const int lane = threadIdx.x % 32, at = blockIdx.x * WARPS + threadIdx.x / 32;
  wait_for_the_kernel_before();
  // Asked for before the norm is made.
  Eight own[(HIDDEN / 8 + 31) / 32];
  const Number* row = w + __ldcg(tokens + min(at, count - 1)) * HIDDEN;
#pragma unroll
  for (int i = 0; i < (int)(sizeof(own) / sizeof(Eight)); i++) {
    own[i] = *(const Eight*)(row + min(i * 32 + lane, HIDDEN / 8 - 1) * 8);
  }
  const Number* normed = final_norm(x, rows, capacity, gain, bias);
  if (at < count) {
    float sum = 0;
#pragma unroll
    for (int i = 0; i < (int)(sizeof(own) / sizeof(Eight)); i++) {
      if (i * 32 + lane < HIDDEN / 8) {
        float a[8], b[8];
        widen(*(const Eight*)(normed + (i * 32 + lane) * 8), a);
        widen(own[i], b);
#pragma unroll
        for (int j = 0; j < 8; j++) {
          sum = fmaf(a[j], b[j], sum);
        }
      }
    }
    sum = warp_sum(sum);
    if (lane == 0) {
      logits[at] = rounded(sum);
    }
  }
  if (!is_last(done) || threadIdx.x >= 32) {
    return;
  }
  Seen mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
  for (int i = lane; i < count; i += 32) {
    const Seen one = {__ldcg(logits + i), (int)__ldcg(tokens + i), LOWEST, 1, 0};
    mine.add(one);
  }
  mine.add_lanes();
  if (lane == 0) {
    mine.tell(answers, last);
  }
}

// A net's layers after the first: at most three, those that are missing have no outputs.
#define REST 3
#define UNITS 256

struct Dense {
  const float* w;
  const float* b;
  int outputs;
  int unused;
};

struct Rest {
  Dense layers[REST];
};

// Numbers that a net reads besides states.
#define GIVEN 128

struct Given {
  float values[GIVEN];
};

// Threads for each unit of the first layer, which is nearly all of a net.
#define UNIT_THREADS 128
#define UNITS_OF_BLOCK (THREADS / UNIT_THREADS)
#define EARLY (2 * HIDDEN / UNIT_THREADS < 48 ? 2 * HIDDEN / UNIT_THREADS : 48)

// What a net says of a row's state, of the LM head's row of a token from 0 on, and of numbers. [units]
// blocks compute the first layer, the last one to end the rest: layer by layer tanh of products, then the
// probability of leaving, or minus that of ending where it is the most probable action.
extern "C" __global__ void __launch_bounds__(THREADS)
    score(const int* rows, int capacity, Place x, const Number* gain, const Number* bias, int normalised,
          const Number* head, const float* w, const float* b, int units, Rest rest, float* hidden, unsigned* done,
          int* last, Answer* answers, int token, int numbers, Given given) {
  __shared__ float sums[WARPS], values[2][UNITS];
  // Behind what norms take of it.
  float* input = (float*)(behind_queues<1>() + NORM_STRIDE);
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int own = threadIdx.x % UNIT_THREADS, unit = blockIdx.x * UNITS_OF_BLOCK + threadIdx.x / UNIT_THREADS;
  const int inputs = HIDDEN + (token < 0 ? 0 : HIDDEN) + numbers;
  const float* weights = w + (i64)min(unit, units - 1) * inputs;
  float early[EARLY];
#pragma unroll
  for (int i = 0; i < EARLY; i++) {
    const int at = own + i * UNIT_THREADS;
    early[i] = at < inputs ? __ldg(weights + at) : 0.f;
  }
  // The last block to end wants the rest.
  for (int l = 0, width = units; l < REST && rest.layers[l].outputs > 0; width = rest.layers[l++].outputs) {
    const int line = (blockIdx.x * THREADS + threadIdx.x) * 32;
    if (line < width * rest.layers[l].outputs) {
      prefetch(rest.layers[l].w + line);
    }
  }
  const Number* state;
  if (normalised) {
    state = final_norm(x, rows, capacity, gain, bias);
  } else {
    wait_for_the_kernel_before();
    state = x.row(rows, 0, capacity);
  }
  for (int i = threadIdx.x; i < HIDDEN; i += THREADS) {
    input[i] = widen(normalised ? state[i] : written1(state + i));
    if (token >= 0) {
      input[HIDDEN + i] = widen(head[(i64)token * HIDDEN + i]);
    }
  }
  for (int i = threadIdx.x; i < numbers; i += THREADS) {
    input[inputs - numbers + i] = given.values[i];
  }
  __syncthreads();
  float sum = 0;
#pragma unroll
  for (int i = 0; i < EARLY; i++) {
    const int at = own + i * UNIT_THREADS;
    sum = at < inputs ? fmaf(early[i], input[at], sum) : sum;
  }
#pragma unroll 8
  for (int at = own + EARLY * UNIT_THREADS; at < inputs; at += UNIT_THREADS) {
    sum = fmaf(__ldg(weights + at), input[at], sum);
  }
  sum = warp_sum(sum);
  if (lane == 0) {
    sums[warp] = sum;
  }
  __syncthreads();
  if (own == 0 && unit < units) {
    float whole = b[unit];
#pragma unroll
    for (int i = 0; i < UNIT_THREADS / 32; i++) {
      whole += sums[warp + i];
    }
    hidden[unit] = tanhf(whole);
  }
  if (!is_last(done)) {
    return;
  }
  for (int i = threadIdx.x; i < units; i += THREADS) {
    values[0][i] = __ldcg(hidden + i);
  }
  __syncthreads();
  int width = units;
#pragma unroll
  for (int l = 0; l < REST; l++) {
    const Dense layer = rest.layers[l];
    if (layer.outputs > 0) {
      const bool ends = l + 1 == REST || rest.layers[(l + 1) % REST].outputs == 0;
      // Four threads for each output; whole warps go round, as they shuffle.
      for (int o = threadIdx.x / 4; o < (layer.outputs + 7) / 8 * 8; o += THREADS / 4) {
        const float* w_row = layer.w + min(o, layer.outputs - 1) * width;
        float part = 0;
#pragma unroll 16
        for (int i = threadIdx.x % 4; i < width; i += 4) {
          part = fmaf(__ldg(w_row + i), values[l % 2][i], part);
        }
        part += __shfl_xor_sync(0xffffffffu, part, 1);
        part += __shfl_xor_sync(0xffffffffu, part, 2);
        if (threadIdx.x % 4 == 0 && o < layer.outputs) {
          values[(l + 1) % 2][o] = ends ? part + layer.b[o] : tanhf(part + layer.b[o]);
        }
      }
      __syncthreads();
      if (ends && threadIdx.x == 0) {
        const float* z = values[(l + 1) % 2];
        float score;
        if (layer.outputs == 1) {
          score = 1 / (1 + expf(-z[0]));
        } else {
          const float most = fmaxf(fmaxf(z[0], z[1]), z[2]);
          const float go_on = expf(z[0] - most), leave = expf(z[1] - most), stop = expf(z[2] - most);
          const float whole = go_on + leave + stop;
          score = stop >= fmaxf(go_on, leave) ? -stop / whole : leave / whole;
        }
        answers->top_probability = score;
        number(answers, last);
      }
      width = layer.outputs;
    }
  }
}
