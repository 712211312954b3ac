//! The same loops in Rust, over slices: every index is checked that is not proved.

use std::slice::{from_raw_parts, from_raw_parts_mut};

#[no_mangle]
pub unsafe extern "C" fn c_dot(a: *const f64, b: *const f64, n: usize) -> f64 {
    let (a, b) = (from_raw_parts(a, n), from_raw_parts(b, n));
    let mut total = 0.0;
    for i in 0..n {
        total += a[i] * b[i];
    }
    total
}

#[no_mangle]
pub unsafe extern "C" fn c_axpy(alpha: f64, x: *const f64, y: *mut f64, n: usize) {
    let (x, y) = (from_raw_parts(x, n), from_raw_parts_mut(y, n));
    for (y, x) in y.iter_mut().zip(x) {
        *y += alpha * x;
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_multiply(
    a: *const f64, b: *const f64, c: *mut f64, n: usize, m: usize, p: usize,
) {
    let (a, b) = (from_raw_parts(a, n * m), from_raw_parts(b, m * p));
    let c = from_raw_parts_mut(c, n * p);
    for i in 0..n {
        for j in 0..p {
            let mut total = 0.0;
            for k in 0..m {
                total += a[i * m + k] * b[k * p + j];
            }
            c[i * p + j] = total;
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_multiply_rows(
    a: *const f64, b: *const f64, c: *mut f64, n: usize, m: usize, p: usize,
) {
    let (a, b) = (from_raw_parts(a, n * m), from_raw_parts(b, m * p));
    let c = from_raw_parts_mut(c, n * p);
    for (a, c) in a.chunks_exact(m).zip(c.chunks_exact_mut(p)) {
        c.fill(0.0);
        for (a, b) in a.iter().zip(b.chunks_exact(p)) {
            for (c, b) in c.iter_mut().zip(b) {
                *c += a * b;
            }
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_jacobi(a: *const f64, b: *mut f64, n: usize, m: usize) {
    let (a, b) = (from_raw_parts(a, n * m), from_raw_parts_mut(b, n * m));
    for i in 1..n - 1 {
        let (above, row, below) = (&a[(i - 1) * m..i * m], &a[i * m..(i + 1) * m], &a[(i + 1) * m..(i + 2) * m]);
        let out = &mut b[i * m..(i + 1) * m];
        for j in 1..m - 1 {
            out[j] = 0.25 * (above[j] + below[j] + row[j - 1] + row[j + 1]);
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_nbody(
    place: *mut f64, speed: *mut f64, mass: *const f64, n: usize, steps: i64, dt: f64,
) {
    let place = from_raw_parts_mut(place as *mut [f64; 3], n);
    let speed = from_raw_parts_mut(speed as *mut [f64; 3], n);
    let mass = from_raw_parts(mass, n);
    for _ in 0..steps {
        for i in 0..n {
            for j in i + 1..n {
                let dx = place[i][0] - place[j][0];
                let dy = place[i][1] - place[j][1];
                let dz = place[i][2] - place[j][2];
                let square = dx * dx + dy * dy + dz * dz;
                let pull = dt / (square * square.sqrt());
                speed[i][0] -= dx * mass[j] * pull;
                speed[i][1] -= dy * mass[j] * pull;
                speed[i][2] -= dz * mass[j] * pull;
                speed[j][0] += dx * mass[i] * pull;
                speed[j][1] += dy * mass[i] * pull;
                speed[j][2] += dz * mass[i] * pull;
            }
        }
        for (place, speed) in place.iter_mut().zip(speed.iter()) {
            for (p, s) in place.iter_mut().zip(speed) {
                *p += dt * s;
            }
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_pairwise(points: *const f64, out: *mut f64, n: usize, m: usize) {
    let points = from_raw_parts(points, n * m);
    let out = from_raw_parts_mut(out, n * n);
    for (p, row) in points.chunks_exact(m).zip(out.chunks_exact_mut(n)) {
        for (q, distance) in points.chunks_exact(m).zip(row) {
            let mut total = 0.0;
            for (x, y) in p.iter().zip(q) {
                let difference = x - y;
                total += difference * difference;
            }
            *distance = total.sqrt();
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_histogram(
    values: *const i64, counts: *mut i64, n: usize, bins: usize,
) {
    let values = from_raw_parts(values, n);
    let counts = from_raw_parts_mut(counts, bins);
    for &value in values {
        counts[value as usize] += 1;
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_prefix(a: *const f64, out: *mut f64, n: usize) {
    let (a, out) = (from_raw_parts(a, n), from_raw_parts_mut(out, n));
    let mut total = 0.0;
    for (out, a) in out.iter_mut().zip(a) {
        total += a;
        *out = total;
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_search(
    a: *const f64, keys: *const f64, found: *mut i64, n: usize, count: usize,
) {
    let (a, keys) = (from_raw_parts(a, n), from_raw_parts(keys, count));
    let found = from_raw_parts_mut(found, count);
    for (found, key) in found.iter_mut().zip(keys) {
        let (mut low, mut high) = (0, n);
        while low < high {
            let middle = (low + high) / 2;
            if a[middle] < *key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        *found = low as i64;
    }
}

#[no_mangle]
pub unsafe extern "C" fn c_levenshtein(
    a: *const i64, b: *const i64, row: *mut i64, n: usize, m: usize,
) -> i64 {
    let (a, b) = (from_raw_parts(a, n), from_raw_parts(b, m));
    let row = from_raw_parts_mut(row, m + 1);
    for j in 0..=m {
        row[j] = j as i64;
    }
    for i in 0..n {
        let mut corner = row[0];
        row[0] = i as i64 + 1;
        for j in 0..m {
            let above = row[j + 1];
            let least = corner.min(above).min(row[j]);
            row[j + 1] = if a[i] == b[j] { corner } else { least + 1 };
            corner = above;
        }
    }
    row[m]
}

#[no_mangle]
pub unsafe extern "C" fn c_sieve(prime: *mut u8, n: usize) -> i64 {
    let prime = from_raw_parts_mut(prime, n);
    for (i, each) in prime.iter_mut().enumerate() {
        *each = (i >= 2) as u8;
    }
    let mut i = 2;
    while i * i < n {
        if prime[i] != 0 {
            for j in (i * i..n).step_by(i) {
                prime[j] = 0;
            }
        }
        i += 1;
    }
    prime.iter().map(|&each| each as i64).sum()
}

#[no_mangle]
pub unsafe extern "C" fn c_life(board: *const u8, out: *mut u8, n: usize, m: usize) {
    let (board, out) = (from_raw_parts(board, n * m), from_raw_parts_mut(out, n * m));
    for i in 1..n - 1 {
        let above = &board[(i - 1) * m..i * m];
        let row = &board[i * m..(i + 1) * m];
        let below = &board[(i + 1) * m..(i + 2) * m];
        let out = &mut out[i * m..(i + 1) * m];
        for j in 1..m - 1 {
            let around = above[j - 1] + above[j] + above[j + 1] + row[j - 1] + row[j + 1]
                + below[j - 1] + below[j] + below[j + 1];
            out[j] = (around == 3 || (row[j] != 0 && around == 2)) as u8;
        }
    }
}
