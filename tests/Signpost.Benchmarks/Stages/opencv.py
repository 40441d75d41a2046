"""OpenCV's times for what the frame path does to pixels: milliseconds of one thread's processor time, median of many runs. Prints JSON."""
import json
import time

import cv2
import numpy

RUNS, WARM_UP, BATCH = 200, 20, 5


def median(action):
    for _ in range(WARM_UP):
        action()
    samples = []
    for _ in range(RUNS):
        start = time.thread_time()
        for _ in range(BATCH):
            action()
        samples.append((time.thread_time() - start) * 1000 / BATCH)
    return sorted(samples)[RUNS // 2]


def planes(picture, size, interpolation):
    small = cv2.resize(picture, size, interpolation=interpolation)
    return cv2.dnn.blobFromImage(small, 1 / 128, size, (127, 127, 127), swapRB=True)


def main():
    cv2.setNumThreads(1)
    random = numpy.random.default_rng(1)
    out = {"version": cv2.__version__}
    for width, height in ((1920, 1080), (1280, 720)):
        picture = random.integers(0, 256, (height, width, 3), dtype=numpy.uint8)
        size = (480, 270)
        out[f"resize {height}"] = median(lambda: cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
        out[f"resize to planes {height}"] = median(lambda: planes(picture, size, cv2.INTER_AREA))
        out[f"linear {height}"] = median(lambda: cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR))
    yuv = random.integers(0, 256, (1080 * 3 // 2, 1920), dtype=numpy.uint8)
    out["yuv 1080"] = median(lambda: cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR_I420))
    picture = random.integers(0, 256, (1080, 1920, 3), dtype=numpy.uint8)
    for scale in (1.0, 2.0):
        turn = numpy.array([[scale * 0.995, -scale * 0.0998, 700], [scale * 0.0998, scale * 0.995, 400]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        out[f"warp {scale:.0f}"] = median(
            lambda: cv2.warpAffine(picture, turn, (112, 112), flags=flags, borderMode=cv2.BORDER_REPLICATE))
    print(json.dumps(out))


main()
