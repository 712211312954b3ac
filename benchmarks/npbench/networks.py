"""Layers of neural networks, in single precision."""

import numpy as np

from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float32]]
M = np.ndarray[tuple[int, int], np.dtype[np.float32]]
T = np.ndarray[tuple[int, int, int, int], np.dtype[np.float32]]


@compile(contract=False)
def softmax(x: T) -> T:
    top = np.max(x, axis=-1, keepdims=True)
    powers = np.exp(x - top)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax_rows(x: M) -> M:
    top = np.max(x, axis=-1, keepdims=True)
    powers = np.exp(x - top)
    return powers / np.sum(powers, axis=-1, keepdims=True)


@compile(contract=False)
def mlp(x: M, w1: M, b1: V, w2: M, b2: V, w3: M, b3: V) -> M:
    x1 = np.maximum(x @ w1 + b1, 0)
    x2 = np.maximum(x1 @ w2 + b2, 0)
    return softmax_rows(x2 @ w3 + b3)


def convolved(x: T, weights: T) -> T:
    """A convolution without padding; pictures are of the shape (count, rows, columns, channels)."""
    size, depth = weights.shape[0], weights.shape[3]
    count, rows, columns = x.shape[0], x.shape[1] - size + 1, x.shape[2] - size + 1
    flat = weights.reshape(size * size * weights.shape[2], depth)
    out = np.empty((count, rows, columns, depth), np.float32)
    for i in range(rows):
        for j in range(columns):
            part = x[:, i:i + size, j:j + size, :].reshape(count, flat.shape[0])
            out[:, i, j, :] = part @ flat
    return out


@compile(contract=False)
def conv2d_bias(x: T, weights: T, bias: V) -> T:
    return convolved(x, weights) + bias


def pooled(x: T) -> T:
    """The largest of each square of two by two."""
    rows, columns = x.shape[1] // 2, x.shape[2] // 2
    out = np.empty((x.shape[0], rows, columns, x.shape[3]), np.float32)
    for i in range(rows):
        for j in range(columns):
            out[:, i, j, :] = np.max(
                x[:, 2 * i:2 * i + 2, 2 * j:2 * j + 2, :], axis=(1, 2))
    return out


@compile(contract=False)
def lenet(
    x: T, conv1: T, bias1: V, conv2: T, bias2: V, w1: M, b1: V, w2: M, b2: V, w3: M, b3: V
) -> M:
    one = pooled(np.maximum(convolved(x, conv1) + bias1, 0))
    two = pooled(np.maximum(convolved(one, conv2) + bias2, 0))
    flat = two.reshape(two.shape[0], two.shape[1] * two.shape[2] * two.shape[3])
    three = np.maximum(flat @ w1 + b1, 0)
    four = np.maximum(three @ w2 + b2, 0)
    return four @ w3 + b3


def batch_normalized(x: T) -> T:
    centred = x - np.mean(x, axis=0, keepdims=True)
    return centred / np.sqrt(np.std(x, axis=0, keepdims=True) + np.float32(1e-5))


@compile(contract=False)
def resnet(x: T, conv1: T, conv2: T, conv3: T) -> T:
    """A block with a bottleneck, and the input added behind it."""
    padded = np.zeros(
        (x.shape[0], x.shape[1] + 2, x.shape[2] + 2, conv1.shape[3]), np.float32)
    padded[:, 1:-1, 1:-1, :] = convolved(x, conv1)
    one = np.maximum(batch_normalized(padded), 0)
    two = np.maximum(batch_normalized(convolved(one, conv2)), 0)
    three = batch_normalized(convolved(two, conv3))
    return np.maximum(three + x, 0)
