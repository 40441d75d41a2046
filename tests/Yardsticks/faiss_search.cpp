// The yardstick of the gallery search: FAISS IndexFlatIP, exact, single precision, one query, one thread, on random vectors of length 1.
// g++ -O2 -fopenmp faiss_search.cpp -lfaiss -l:libblas.so.3 -l:liblapack.so.3
// faiss_search ENTRIES RUNS prints the median processor time of a search in microseconds.
#include <faiss/IndexFlat.h>
#include <omp.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

constexpr int kLength = 512;
constexpr int kProbes = 16;
constexpr unsigned kSeed = 20261127;

void draw(std::mt19937& random, float* values) {
    std::normal_distribution<float> normal;
    double square = 0;
    for (int i = 0; i < kLength; i++) {
        values[i] = normal(random);
        square += static_cast<double>(values[i]) * values[i];
    }
    for (int i = 0; i < kLength; i++) values[i] = static_cast<float>(values[i] / std::sqrt(square));
}

// What other programs take does not count.
double microseconds() {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

}  // namespace

int main(int argc, char** argv) {
    const long entries = argc == 3 ? std::atol(argv[1]) : 0;
    const long runs = argc == 3 ? std::atol(argv[2]) : 0;
    if (entries < 1 || runs < 1) {
        std::fprintf(stderr, "usage: faiss_search ENTRIES RUNS\n");
        return 2;
    }
    omp_set_num_threads(1);
    std::mt19937 random(kSeed);
    faiss::IndexFlatIP index(kLength);
    std::vector<float> one(kLength);
    for (long i = 0; i < entries; i++) {
        draw(random, one.data());
        index.add(1, one.data());
    }
    std::vector<float> probes(static_cast<size_t>(kProbes) * kLength);
    for (int i = 0; i < kProbes; i++) draw(random, probes.data() + i * kLength);

    std::vector<double> times;
    for (long run = -1 - runs / 10; run < runs; run++) {
        float score;
        faiss::Index::idx_t label;
        const float* probe = probes.data() + (run + runs * kProbes) % kProbes * kLength;
        const double start = microseconds();
        index.search(1, probe, 1, &score, &label);
        const double end = microseconds();
        if (label < 0 || label >= entries) return 1;
        if (run >= 0) times.push_back(end - start);
    }
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    std::printf("%.2f\n", times[times.size() / 2]);
}
