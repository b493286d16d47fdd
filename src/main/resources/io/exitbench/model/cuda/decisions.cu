// What strategies ask of a row beyond its whole head: candidates, chosen by the whole head's logits or by a
// preview of them, what an exit says among them, and what a net says of all that. Follows rows.cu.

// Logits in order, no two of them equal: of two alike, as both zeros are, the first token is the higher.
typedef unsigned long long Rank;
#define TOKEN_BITS 20
#define TOKENS (1 << TOKEN_BITS)
#define VALUE_BITS (8 * (int)sizeof(Number))

__device__ __forceinline__ unsigned ordered(Number v) {
#if SINGLE
  const unsigned given = __float_as_uint(v), sign = 0x80000000u, all = 0xffffffffu;
#else
  const unsigned given = v, sign = 0x8000u, all = 0xffffu;
#endif
  const unsigned bits = given == sign ? 0 : given;
  return bits & sign ? ~bits & all : bits | sign;
}

__device__ __forceinline__ Rank rank(Number v, int token) {
  return (Rank)ordered(v) << TOKEN_BITS | (TOKENS - 1 - token);
}

__device__ __forceinline__ int token_of(Rank of) {
  return TOKENS - 1 - (int)(of & (TOKENS - 1));
}

// The highest number of so many bits that at least `wanted` of what is counted reach.
template <typename T, typename F>
__device__ __forceinline__ T reached_by(int wanted, int bits, F reaching) {
  T highest = 0;
  for (int bit = bits - 1; bit >= 0; bit--) {
    const T higher = highest | (T)1 << bit;
    if (reaching(higher) >= wanted) {
      highest = higher;
    }
  }
  return highest;
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

// Logits stand in spans of a warp's lanes, of which the highest is noted first.
#define SPAN 32
#define SPANS ((VOCABULARY + SPAN - 1) / SPAN)
#define LISTED 1024
#define SHARES 2

// What is listed while the best are looked for.
struct Best {
  Rank ranks[LISTED];
  int spans[LISTED];
  bool chosen[LISTED];
  int listed;
  int found;
};

// By all threads of a block: those of all logits that reach a bound.
__device__ __forceinline__ void list_reaching(Best& best, const Number* logits, Rank bound) {
  if (threadIdx.x == 0) {
    best.listed = 0;
  }
  __syncthreads();
#pragma unroll 8
  for (int token = threadIdx.x; token < VOCABULARY; token += THREADS) {
    const Rank of = rank(written1(logits + token), token);
    if (of >= bound) {
      best.ranks[atomicAdd(&best.listed, 1)] = of;
    }
  }
  __syncthreads();
}

// Where high logits are many, as many as are alike, or many of one thread. Nearly never, so it may take long.
__device__ __noinline__ void list_slowly(Best& best, const Number* logits, int count) {
  list_reaching(best, logits, reached_by<Rank>(count, VALUE_BITS + TOKEN_BITS, [&](Rank of) {
                  __syncthreads();
                  if (threadIdx.x == 0) {
                    best.found = 0;
                  }
                  __syncthreads();
                  int own = 0;
#pragma unroll 8
                  for (int token = threadIdx.x; token < VOCABULARY; token += THREADS) {
                    own += rank(written1(logits + token), token) >= of;
                  }
                  atomicAdd(&best.found, own);
                  __syncthreads();
                  return best.found;
                }));
}

// The `count` most probable tokens, ascending, by the last block to come here; `own` is the logit of this thread,
// whose span is the warp's.
__device__ __forceinline__ void list_best(Number own, const Number* logits, int count, unsigned* tops, unsigned* done,
                                          i64* tokens) {
  __shared__ Best best;
  const int thread = threadIdx.x, lane = thread % 32, warp = thread / 32;
  const int span = blockIdx.x * WARPS + warp;
  unsigned top = span * SPAN + lane < VOCABULARY ? ordered(own) : 0;
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) {
    top = max(top, __shfl_xor_sync(0xffffffffu, top, o));
  }
  if (lane == 0 && span < SPANS) {
    tops[span] = top;
  }
  if (!is_last(done)) {
    return;
  }
  // As many shares of the spans as are wanted have a logit that reaches this, so it is not above the last one
  // wanted.
  unsigned highest[SHARES] = {};
#pragma unroll 4
  for (int from = thread; from < SPANS; from += SHARES * THREADS) {
#pragma unroll
    for (int share = 0; share < SHARES; share++) {
      const int at = from + share * THREADS;
      highest[share] = max(highest[share], at < SPANS ? __ldcg(tops + at) : 0u);
    }
  }
  if (thread == 0) {
    best.listed = best.found = 0;
  }
  const unsigned bound = reached_by<unsigned>(count, VALUE_BITS, [&](unsigned of) {
    int reaching = 0;
#pragma unroll
    for (int share = 0; share < SHARES; share++) {
      reaching += __syncthreads_count(highest[share] >= of);
    }
    return reaching;
  });
#pragma unroll 8
  for (int at = thread; at < SPANS; at += THREADS) {
    if (__ldcg(tops + at) >= bound) {
      const int to = atomicAdd(&best.found, 1);
      if (to < LISTED) {
        best.spans[to] = at;
      }
    }
  }
  __syncthreads();
  const int found = min(best.found, LISTED);
#pragma unroll 4
  for (int i = warp; i < found; i += WARPS) {
    const int token = best.spans[i] * SPAN + lane;
    const Number v = written1(logits + min(token, VOCABULARY - 1));
    if (token < VOCABULARY && ordered(v) >= bound) {
      const int to = atomicAdd(&best.listed, 1);
      if (to < LISTED) {
        best.ranks[to] = rank(v, token);
      }
    }
  }
  __syncthreads();
  if (best.found > LISTED || best.listed > LISTED) {
    list_slowly(best, logits, count);
  }
  const int all = best.listed;
  for (int i = thread; i < all; i += THREADS) {
    int higher = 0;
    for (int j = 0; j < all; j++) {
      higher += best.ranks[j] > best.ranks[i];
    }
    best.chosen[i] = higher < count;
  }
  __syncthreads();
  for (int i = thread; i < all; i += THREADS) {
    const int token = token_of(best.ranks[i]);
    int at = 0;
    for (int j = 0; j < all; j++) {
      at += best.chosen[j] && token_of(best.ranks[j]) < token;
    }
    if (best.chosen[i]) {
      tokens[at] = token;
    }
  }
}

// Candidates by the logits of the whole head: [spans / WARPS] blocks.
extern "C" __global__ void __launch_bounds__(THREADS)
    choose(const Number* logits, int count, unsigned* tops, unsigned* done, i64* tokens) {
  wait_for_the_kernel_before();
  const int token = blockIdx.x * THREADS + threadIdx.x;
  list_best(written1(logits + min(token, VOCABULARY - 1)), logits, count, tops, done, tokens);
}

// Final norm of one row, in shared memory, for all warps.
__device__ __forceinline__ const Number* final_norm(const Place& x, const int* rows, int capacity, const Number* gain,
                                                   const Number* bias) {
  const Unnormed input = {x, gain, bias};
  return input.normed<1>(rows, capacity);
}

// The product of a row of a matrix with a state, by a warp; asked for before the state is there.
struct RowProduct {
  Eight own[(HIDDEN / 8 + 31) / 32];

  __device__ __forceinline__ void ask(const Number* row) {
#pragma unroll
    for (int i = 0; i < (int)(sizeof(own) / sizeof(Eight)); i++) {
      own[i] = *(const Eight*)(row + min(i * 32 + (int)threadIdx.x % 32, HIDDEN / 8 - 1) * 8);
    }
  }

  __device__ __forceinline__ float with(const Number* state) const {
    const int lane = threadIdx.x % 32;
    float sum = 0;
#pragma unroll
    for (int i = 0; i < (int)(sizeof(own) / sizeof(Eight)); i++) {
      if (i * 32 + lane < HIDDEN / 8) {
        float a[8], b[8];
        widen(*(const Eight*)(state + (i * 32 + lane) * 8), a);
        widen(own[i], b);
#pragma unroll
        for (int j = 0; j < 8; j++) {
          sum = fmaf(a[j], b[j], sum);
        }
      }
    }
    return warp_sum(sum);
  }
};

#if PREVIEW_RANK
// A preview of the head's logits: what a state has of a few directions, [PREVIEW_RANK, HIDDEN], a warp for each.
extern "C" __global__ void __launch_bounds__(THREADS)
    reduce(const int* rows, int capacity, Place x, const Number* gain, const Number* bias, const Number* directions,
           float* reduced) {
  const int at = blockIdx.x * WARPS + threadIdx.x / 32;
  RowProduct product;
  product.ask(directions + (i64)min(at, PREVIEW_RANK - 1) * HIDDEN);
  const float sum = product.with(final_norm(x, rows, capacity, gain, bias));
  if (threadIdx.x % 32 == 0 && at < PREVIEW_RANK) {
    reduced[at] = sum;
  }
}

#define PREVIEW_EIGHTS (PREVIEW_RANK / 8)
#define PREVIEW_EARLY (PREVIEW_EIGHTS < 128 / (int)sizeof(Number) / 4 ? PREVIEW_EIGHTS : 128 / (int)sizeof(Number) / 4)

// And what each token, a thread for each, has of these, [PREVIEW_RANK / 8, VOCABULARY, 8], and always: candidates.
extern "C" __global__ void __launch_bounds__(THREADS)
    preview(const float* reduced, const Number* loadings, const Number* constants, int count, Number* logits,
            unsigned* tops, unsigned* done, i64* tokens) {
  __shared__ float state[PREVIEW_RANK];
  const int token = blockIdx.x * THREADS + threadIdx.x;
  const Number* mine = loadings + (i64)min(token, VOCABULARY - 1) * 8;
  const float constant = widen(constants[min(token, VOCABULARY - 1)]);
  Eight early[PREVIEW_EARLY];
#pragma unroll
  for (int i = 0; i < PREVIEW_EARLY; i++) {
    early[i] = *(const Eight*)(mine + (i64)i * VOCABULARY * 8);
  }
  wait_for_the_kernel_before();
  for (int i = threadIdx.x; i < PREVIEW_RANK; i += THREADS) {
    state[i] = __ldcg(reduced + i);
  }
  __syncthreads();
  float sum = constant;
  const auto add = [&](const Eight& some, int i) {
    float v[8];
    widen(some, v);
#pragma unroll
    for (int j = 0; j < 8; j++) {
      sum = fmaf(state[i * 8 + j], v[j], sum);
    }
  };
#pragma unroll
  for (int i = 0; i < PREVIEW_EARLY; i++) {
    add(early[i], i);
  }
#pragma unroll 8
  for (int i = PREVIEW_EARLY; i < PREVIEW_EIGHTS; i++) {
    add(*(const Eight*)(mine + (i64)i * VOCABULARY * 8), i);
  }
  const Number logit = narrow(sum);
  if (token < VOCABULARY) {
    logits[token] = logit;
  }
  list_best(logit, logits, count, tops, done, tokens);
}
#endif

// A net's layers after the first: at most three, those that are missing have no outputs.
#define REST 3
#define UNITS 256

struct Dense {
  const float* w;
  const float* b;
  int outputs;
  int unused;
};

struct Net {
  int normalised;
  int units;
  int inputs;
  int numbers;
  const float* w;  // [units, inputs]: of the state, of a token's head row, of numbers
  const float* b;
  const float* of_tokens;  // [VOCABULARY, units], what the first layer makes of each head row, or 0
  float* partial;          // [units]
  Dense rest[REST];
};

// Numbers that a net reads besides states.
#define GIVEN 128

// What is asked. From `at` on stand the numbers of this exit, if it is not negative: what the row says among candidates
// and whether its token is another than the exit before it said; the last but one is how many exits said it in a row.
// CandidateEvidence computes the same.
struct Asked {
  int token;   // for a net that is told one
  int at;
  int before;  // the token that the exit before said
  int alike;   // how many exits said that in a row, 0 if this is the first
  float values[GIVEN];
};
#define SMALLEST_DOUBT 1e-4f

// Threads for each unit of the first layer, which is nearly all of a net.
#define UNIT_THREADS 128
#define UNITS_OF_BLOCK (THREADS / UNIT_THREADS)
#define EARLY (HIDDEN / UNIT_THREADS < 48 ? HIDDEN / UNIT_THREADS : 48)

// What two units of a net's first layer make of a state.
__device__ __forceinline__ void add_state(const Net& net, const int* rows, int capacity, const Place& x, const Number* gain,
                                          const Number* bias, int block) {
  __shared__ float sums[WARPS];
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int own = threadIdx.x % UNIT_THREADS, unit = block * UNITS_OF_BLOCK + threadIdx.x / UNIT_THREADS;
  const float* weights = net.w + (i64)min(unit, net.units - 1) * net.inputs;
  float early[EARLY];
#pragma unroll
  for (int i = 0; i < EARLY; i++) {
    early[i] = __ldg(weights + own + i * UNIT_THREADS);
  }
  // The last block to end wants what comes after.
  for (int l = 0, width = net.units; l < REST && net.rest[l].outputs > 0; width = net.rest[l++].outputs) {
    const int line = (block * THREADS + threadIdx.x) * 32;
    if (line < width * net.rest[l].outputs) {
      prefetch(net.rest[l].w + line);
    }
  }
  if (own < (net.numbers + 31) / 32) {
    prefetch(weights + net.inputs - net.numbers + min(own * 32, net.numbers - 1));
  }
  const Number* state;
  if (net.normalised) {
    state = final_norm(x, rows, capacity, gain, bias);
  } else {
    wait_for_the_kernel_before();
    state = x.row(rows, 0, capacity);
  }
  const auto value = [&](int at) { return widen(net.normalised ? state[at] : written1(state + at)); };
  float sum = 0;
#pragma unroll
  for (int i = 0; i < EARLY; i++) {
    sum = fmaf(early[i], value(own + i * UNIT_THREADS), sum);
  }
#pragma unroll 8
  for (int at = own + EARLY * UNIT_THREADS; at < HIDDEN; at += UNIT_THREADS) {
    sum = fmaf(__ldg(weights + at), value(at), sum);
  }
  sum = warp_sum(sum);
  if (lane == 0) {
    sums[warp] = sum;
  }
  __syncthreads();
  if (own == 0 && unit < net.units) {
    float whole = net.b[unit];
#pragma unroll
    for (int i = 0; i < UNIT_THREADS / 32; i++) {
      whole += sums[warp + i];
    }
    net.partial[unit] = whole;
  }
}

// The product of a row of weights with what is in shared memory, by four threads that follow one another.
__device__ __forceinline__ float by_four(const float* weights, const float* values, int width) {
  float part = 0;
#pragma unroll 16
  for (int i = threadIdx.x % 4; i < width; i += 4) {
    part = fmaf(__ldg(weights + i), values[i], part);
  }
  part += __shfl_xor_sync(0xffffffffu, part, 1);
  return part + __shfl_xor_sync(0xffffffffu, part, 2);
}

// Calls for each of some units with four threads; whole warps go round, as they shuffle.
template <typename F>
__device__ __forceinline__ void for_units(int units, F visit) {
  for (int unit = threadIdx.x / 4; unit < (units + 7) / 8 * 8; unit += THREADS / 4) {
    visit(min(unit, units - 1), threadIdx.x % 4 == 0 && unit < units);
  }
}

// The rest of a net by one block: the probability of leaving, or minus that of ending where it is the most
// probable action. The first thread's afterwards.
__device__ __forceinline__ float finish(const Net& net, int token, const float* numbers) {
  __shared__ float values[2][UNITS];
  for_units(net.units, [&](int unit, bool writes) {
    const float partial = __ldcg(net.partial + unit);
    const float row = net.of_tokens ? __ldg(net.of_tokens + (i64)token * net.units + unit) : 0.f;
    const float* weights = net.w + (i64)(unit + 1) * net.inputs - net.numbers;
    const float sum = partial + row + by_four(weights, numbers, net.numbers);
    if (writes) {
      values[0][unit] = tanhf(sum);
    }
  });
  __syncthreads();
  int width = net.units, outputs = 0;
#pragma unroll
  for (int l = 0; l < REST; l++) {
    const Dense& layer = net.rest[l];
    if (layer.outputs > 0) {
      const bool ends = l + 1 == REST || net.rest[(l + 1) % REST].outputs == 0;
      for_units(layer.outputs, [&](int unit, bool writes) {
        const float sum = by_four(layer.w + unit * width, values[l % 2], width) + __ldg(layer.b + unit);
        if (writes) {
          values[(l + 1) % 2][unit] = ends ? sum : tanhf(sum);
        }
      });
      __syncthreads();
      width = layer.outputs;
      outputs = l + 1;
    }
  }
  const float* z = values[outputs % 2];
  if (width == 1) {
    return 1 / (1 + expf(-z[0]));
  }
  const float most = fmaxf(fmaxf(z[0], z[1]), z[2]);
  const float go_on = expf(z[0] - most), leave = expf(z[1] - most), stop = expf(z[2] - most);
  const float whole = go_on + leave + stop;
  return stop >= fmaxf(go_on, leave) ? -stop / whole : leave / whole;
}

// What a row says among `count` tokens, and what a net with units says of the row, and of that. Its head's rows of
// these tokens are evaluated alone, one by each warp, unless `whole` has all logits of it; then come the blocks
// of the net's first layer. The last block to end does what is left. Tokens are `known` if the host has waited
// since they were chosen.
extern "C" __global__ void __launch_bounds__(THREADS)
    judge(const int* rows, int capacity, Place x, const Number* gain, const Number* bias, const Number* head, int count,
          const i64* tokens, int known, const Number* whole, float* logits, Net net, unsigned* done, int* last, Answer* answers,
          Asked asked) {
  __shared__ Answer said;
  __shared__ float numbers[GIVEN];
  const int thread = threadIdx.x, lane = thread % 32;
  const int looking = whole ? 0 : (count + WARPS - 1) / WARPS;
  if (blockIdx.x < looking) {
    if (!known) {
      wait_for_the_kernel_before();
    }
    const int at = blockIdx.x * WARPS + thread / 32;
    RowProduct product;
    product.ask(head + __ldcg(tokens + min(at, count - 1)) * HIDDEN);
    const float sum = product.with(final_norm(x, rows, capacity, gain, bias));
    if (lane == 0 && at < count) {
      logits[at] = rounded(sum);
    }
  } else if (net.units > 0) {
    add_state(net, rows, capacity, x, gain, bias, blockIdx.x - looking);
  } else {
    wait_for_the_kernel_before();
  }
  if (!is_last(done)) {
    return;
  }
  for (int i = thread; i < net.numbers; i += THREADS) {
    numbers[i] = asked.values[i];
  }
  if (thread == 0) {
    said.token = asked.token;
  }
  __syncthreads();
  if (thread < 32 && count > 0) {
    Seen mine = {LOWEST, 0x7fffffff, LOWEST, 0, 0};
    for (int i = lane; i < count; i += 32) {
      const int token = __ldcg(tokens + i);
      const Seen one = {whole ? widen(written1(whole + token)) : __ldcg(logits + i), token, LOWEST, 1, 0};
      mine.add(one);
    }
    mine.add_lanes();
    if (lane == 0) {
      mine.fill(&said);
      if (asked.at >= 0) {
        float* own = numbers + asked.at;
        const bool changed = asked.alike > 0 && said.token != asked.before;
        own[0] = said.margin;
        own[1] = -logf(fmaxf(0.f, 1 - said.margin) + SMALLEST_DOUBT);
        own[2] = said.top_probability;
        own[3] = said.entropy;
        own[4] = changed;
        numbers[net.numbers - 2] = changed ? 1 : asked.alike + 1;
      }
    }
  }
  __syncthreads();
  if (net.units > 0) {
    const float score = finish(net, said.token, numbers);
    if (thread == 0) {
      answers->score = score;
    }
  }
  if (thread == 0) {
    if (count > 0) {
      answers->token = said.token;
      answers->top_probability = said.top_probability;
      answers->margin = said.margin;
      answers->entropy = said.entropy;
    }
    number(answers, last);
  }
}
