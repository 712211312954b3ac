// The Rust peer: a cdylib that is called through ctypes and cffi. Rust never contracts by itself.

#[no_mangle]
pub extern "C" fn call_plain(x: f64, y: f64, z: f64) -> f64 {
    x * y + z
}

#[no_mangle]
pub extern "C" fn call_fused(x: f64, y: f64, z: f64) -> f64 {
    x.mul_add(y, z)
}

// The article's loop as written. Python raises for n = 0; here a first value must be given.
#[no_mangle]
pub extern "C" fn article_plain(n: i64, x: f64, y: f64, z: f64) -> f64 {
    let mut result = f64::NAN;
    for _ in 0..n {
        result = x * y + z;
    }
    result
}

#[no_mangle]
pub extern "C" fn article_fused(n: i64, x: f64, y: f64, z: f64) -> f64 {
    let mut result = f64::NAN;
    for _ in 0..n {
        result = x.mul_add(y, z);
    }
    result
}

#[no_mangle]
pub extern "C" fn recurrence_plain(n: i64, mut x: f64, y: f64, z: f64) -> f64 {
    for _ in 0..n {
        x = x * y + z;
    }
    x
}

#[no_mangle]
pub extern "C" fn recurrence_fused(n: i64, mut x: f64, y: f64, z: f64) -> f64 {
    for _ in 0..n {
        x = x.mul_add(y, z);
    }
    x
}
