# What generated code cimports: the declarations of support.h.
#
# A parameter named `overflow` is a plain local variable, `cdef bint overflow = False`:
# these are macros that set it when the result does not fit in 64 bits.

from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

cdef extern from "support.h":
    # int arithmetic
    int64_t add "pyxl_add"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t sub "pyxl_sub"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t mul "pyxl_mul"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t neg "pyxl_neg"(int64_t a, bint overflow) noexcept nogil
    int64_t absolute "pyxl_absolute"(int64_t a, bint overflow) noexcept nogil
    int64_t floordiv "pyxl_floordiv"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t quotient "pyxl_quotient"(int64_t a, int64_t b) noexcept nogil
    int64_t mod "pyxl_mod"(int64_t a, int64_t b) noexcept nogil
    double truediv "pyxl_truediv"(int64_t a, int64_t b) noexcept nogil
    int64_t power "pyxl_power"(int64_t base, int64_t exponent, bint overflow) noexcept nogil
    int64_t power_mod "pyxl_power_mod"(
        int64_t base, int64_t exponent, int64_t modulus) noexcept nogil
    bint invertible "pyxl_invertible"(int64_t a, int64_t modulus) noexcept nogil
    int64_t lshift "pyxl_lshift"(int64_t a, int64_t count, bint overflow) noexcept nogil
    int64_t rshift "pyxl_rshift"(int64_t a, int64_t count) noexcept nogil
    int64_t round_int "pyxl_round_int"(int64_t a, int64_t digits, bint overflow) noexcept nogil

    # whole numbers
    int64_t gcd "pyxl_gcd"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t lcm "pyxl_lcm"(int64_t a, int64_t b, bint overflow) noexcept nogil
    int64_t isqrt "pyxl_isqrt"(int64_t n) noexcept nogil
    int64_t factorial "pyxl_factorial"(int64_t n, bint overflow) noexcept nogil

    int64_t bit_length "pyxl_bit_length"(int64_t a) noexcept nogil
    int64_t bit_count "pyxl_bit_count"(int64_t a) noexcept nogil
    int64_t maxsize "pyxl_maxsize"() noexcept nogil

    # between int and float
    int64_t of_bool "pyxl_of_bool"(bint value) noexcept nogil
    double to_float "pyxl_to_float"(int64_t n) noexcept nogil
    int64_t to_int "pyxl_to_int"(double x, bint overflow) noexcept nogil
    bint is_exact "pyxl_is_exact"(int64_t n) noexcept nogil
    double compare "pyxl_compare"(int64_t n, double x) noexcept nogil

    # float arithmetic
    bint is_nan "pyxl_is_nan"(double x) noexcept nogil
    bint is_inf "pyxl_is_inf"(double x) noexcept nogil
    bint is_finite "pyxl_is_finite"(double x) noexcept nogil
    double float_floordiv "pyxl_float_floordiv"(double x, double y) noexcept nogil
    double float_mod "pyxl_float_mod"(double x, double y) noexcept nogil
    double float_power "pyxl_float_power"(double x, double y) noexcept nogil
    bint power_is_complex "pyxl_power_is_complex"(double x, double y) noexcept nogil
    double mantissa "pyxl_mantissa"(double x) noexcept nogil
    int64_t exponent "pyxl_exponent"(double x) noexcept nogil
    double fraction "pyxl_fraction"(double x) noexcept nogil
    double scale "pyxl_scale"(double x, int64_t exponent) noexcept nogil
    double ulp "pyxl_ulp"(double x) noexcept nogil
    bint is_close "pyxl_is_close"(
        double a, double b, double relative, double absolute) noexcept nogil

    # range(): the number of iterations, and the item of iteration k
    uint64_t range_length "pyxl_range_length"(
        int64_t start, int64_t stop, int64_t step) noexcept nogil
    double sum_low "pyxl_sum_low"(double total, double term, double low) noexcept nogil
    double sum_result "pyxl_sum_result"(double total, double low) noexcept nogil
    int64_t range_count "pyxl_range_count"(
        int64_t start, int64_t stop, int64_t step, bint overflow) noexcept nogil
    bint in_range "pyxl_in_range"(
        int64_t n, int64_t start, int64_t stop, int64_t step) noexcept nogil
    bint is_whole "pyxl_is_whole"(double x) noexcept nogil
    int64_t range_item "pyxl_range_item"(int64_t start, int64_t step, uint64_t k) noexcept nogil

    # arguments; `name` is the parameter, for the message of the TypeError
    bint fits_bool "pyxl_fits_bool"(object value)
    bint fits_int "pyxl_fits_int"(object value)
    bint fits_float "pyxl_fits_float"(object value)
    bint fits_complex "pyxl_fits_complex"(object value)
    object as_tuple "pyxl_as_tuple"(object value, Py_ssize_t size, object name)
    int64_t as_int "pyxl_as_int"(object value, object name) except? -1
    bint as_bool "pyxl_as_bool"(object value, object name) except? -1

    # arrays: the memory that a call holds, and elements at a distance in bytes
    ctypedef struct buffers "pyxl_buffers":
        bint packed
    void hold "pyxl_hold"(buffers *held, Py_buffer *views) noexcept
    void release "pyxl_release"(buffers *held) noexcept
    ctypedef double float64_item "pyxl_float64_item"
    double load_float64 "pyxl_load_float64"(const void *data, int64_t offset) noexcept nogil
    void store_float64 "pyxl_store_float64"(void *data, int64_t offset, double value) noexcept nogil
    int take_float64 "pyxl_take_float64"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef int64_t int64_item "pyxl_int64_item"
    int64_t load_int64 "pyxl_load_int64"(const void *data, int64_t offset) noexcept nogil
    void store_int64 "pyxl_store_int64"(void *data, int64_t offset, int64_t value) noexcept nogil
    int take_int64 "pyxl_take_int64"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef unsigned char bool_item "pyxl_bool_item"
    unsigned char load_bool "pyxl_load_bool"(const void *data, int64_t offset) noexcept nogil
    void store_bool "pyxl_store_bool"(void *data, int64_t offset, unsigned char value) noexcept nogil
    int take_bool "pyxl_take_bool"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef float float32_item "pyxl_float32_item"
    float load_float32 "pyxl_load_float32"(const void *data, int64_t offset) noexcept nogil
    void store_float32 "pyxl_store_float32"(void *data, int64_t offset, float value) noexcept nogil
    int take_float32 "pyxl_take_float32"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef int8_t int8_item "pyxl_int8_item"
    int8_t load_int8 "pyxl_load_int8"(const void *data, int64_t offset) noexcept nogil
    void store_int8 "pyxl_store_int8"(void *data, int64_t offset, int8_t value) noexcept nogil
    int take_int8 "pyxl_take_int8"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef int16_t int16_item "pyxl_int16_item"
    int16_t load_int16 "pyxl_load_int16"(const void *data, int64_t offset) noexcept nogil
    void store_int16 "pyxl_store_int16"(void *data, int64_t offset, int16_t value) noexcept nogil
    int take_int16 "pyxl_take_int16"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef int32_t int32_item "pyxl_int32_item"
    int32_t load_int32 "pyxl_load_int32"(const void *data, int64_t offset) noexcept nogil
    void store_int32 "pyxl_store_int32"(void *data, int64_t offset, int32_t value) noexcept nogil
    int take_int32 "pyxl_take_int32"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef uint8_t uint8_item "pyxl_uint8_item"
    uint8_t load_uint8 "pyxl_load_uint8"(const void *data, int64_t offset) noexcept nogil
    void store_uint8 "pyxl_store_uint8"(void *data, int64_t offset, uint8_t value) noexcept nogil
    int take_uint8 "pyxl_take_uint8"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef uint16_t uint16_item "pyxl_uint16_item"
    uint16_t load_uint16 "pyxl_load_uint16"(const void *data, int64_t offset) noexcept nogil
    void store_uint16 "pyxl_store_uint16"(void *data, int64_t offset, uint16_t value) noexcept nogil
    int take_uint16 "pyxl_take_uint16"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef uint32_t uint32_item "pyxl_uint32_item"
    uint32_t load_uint32 "pyxl_load_uint32"(const void *data, int64_t offset) noexcept nogil
    void store_uint32 "pyxl_store_uint32"(void *data, int64_t offset, uint32_t value) noexcept nogil
    int take_uint32 "pyxl_take_uint32"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    ctypedef uint64_t uint64_item "pyxl_uint64_item"
    uint64_t load_uint64 "pyxl_load_uint64"(const void *data, int64_t offset) noexcept nogil
    void store_uint64 "pyxl_store_uint64"(void *data, int64_t offset, uint64_t value) noexcept nogil
    int take_uint64 "pyxl_take_uint64"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1

    # a scalar function over arrays
    bint is_array "pyxl_is_array"(object value) noexcept
    int take_elements "pyxl_take_elements"(buffers *held, object value, bint writes) except -1

    # asking for the Python function, and the exception that says so
    int rerun "pyxl_rerun"() except -1 nogil
    int64_t int_of "pyxl_int_of"(object value, bint overflow) noexcept
    object rerun_type "pyxl_rerun_type"()

    # recursion: the limit is read (with the GIL held) when a call comes from Python
    void refresh_recursion_limit "pyxl_refresh_recursion_limit"() noexcept
    int recursion_limit "pyxl_recursion_limit"

    # complex numbers
    ctypedef struct complex_t "pyxl_complex":
        double real
        double imag
    complex_t complex_of "pyxl_complex_of"(double real, double imag) noexcept nogil
    object from_complex "pyxl_from_complex"(complex_t z)
    complex_t to_complex "pyxl_to_complex"(object value) except *
    complex_t as_complex "pyxl_as_complex"(object value, object name) except *
    bint complex_is_nan "pyxl_complex_is_nan"(complex_t z) noexcept nogil
    bint complex_is_inf "pyxl_complex_is_inf"(complex_t z) noexcept nogil
    bint complex_is_finite "pyxl_complex_is_finite"(complex_t z) noexcept nogil
    bint complex_is_zero "pyxl_complex_is_zero"(complex_t z) noexcept nogil
    bint complex_equal "pyxl_complex_equal"(complex_t a, complex_t b) noexcept nogil
    bint complex_equal_int "pyxl_complex_equal_int"(complex_t z, int64_t n) noexcept nogil
    complex_t complex_neg "pyxl_complex_neg"(complex_t z) noexcept nogil
    complex_t conjugate "pyxl_conjugate"(complex_t z) noexcept nogil
    complex_t complex_add "pyxl_complex_add"(complex_t a, complex_t b) noexcept nogil
    complex_t complex_sub "pyxl_complex_sub"(complex_t a, complex_t b) noexcept nogil
    complex_t complex_mul "pyxl_complex_mul"(complex_t a, complex_t b) noexcept nogil
    complex_t complex_div "pyxl_complex_div"(complex_t a, complex_t b) noexcept nogil
    complex_t complex_add_real "pyxl_complex_add_real"(complex_t a, double b) noexcept nogil
    complex_t complex_sub_real "pyxl_complex_sub_real"(complex_t a, double b) noexcept nogil
    complex_t real_sub_complex "pyxl_real_sub_complex"(double a, complex_t b) noexcept nogil
    complex_t complex_mul_real "pyxl_complex_mul_real"(complex_t a, double b) noexcept nogil
    complex_t real_mul_complex "pyxl_real_mul_complex"(double a, complex_t b) noexcept nogil
    complex_t complex_div_real "pyxl_complex_div_real"(complex_t a, double b) noexcept nogil
    complex_t real_div_complex "pyxl_real_div_complex"(double a, complex_t b) noexcept nogil

    # numbers of NumPy's sizes
    float float32 "pyxl_float32"(double x) noexcept nogil
    float float32_of_int "pyxl_float32_of_int"(int64_t n) noexcept nogil
    float float32_of_uint "pyxl_float32_of_uint"(uint64_t n) noexcept nogil
    double float64 "pyxl_float64"(double x) noexcept nogil
    int64_t whole "pyxl_whole"(double x) noexcept nogil
    uint64_t uint64_of_float "pyxl_uint64_of_float"(double x) noexcept nogil
    double divide "pyxl_divide"(double a, double b) noexcept nogil
    int compare_unsigned "pyxl_compare_unsigned"(uint64_t a, int64_t b) noexcept nogil
    bint as_bool_ "pyxl_as_bool_"(object value, object type, object name) except -1
    float as_float32 "pyxl_as_float32"(object value, object type, object name) except? -1.0
    float float32_abs "pyxl_float32_abs"(float a) noexcept nogil
    float float32_pow "pyxl_float32_pow"(float a, float b) noexcept nogil
    float float32_mod "pyxl_float32_mod"(float a, float b) noexcept nogil
    float float32_floordiv "pyxl_float32_floordiv"(float a, float b) noexcept nogil
    double as_float64 "pyxl_as_float64"(object value, object type, object name) except? -1.0
    double float64_abs "pyxl_float64_abs"(double a) noexcept nogil
    double float64_pow "pyxl_float64_pow"(double a, double b) noexcept nogil
    double float64_mod "pyxl_float64_mod"(double a, double b) noexcept nogil
    double float64_floordiv "pyxl_float64_floordiv"(double a, double b) noexcept nogil

    int8_t as_int8 "pyxl_as_int8"(object value, object type, object name) except? 0
    int8_t int8 "pyxl_int8"(int64_t n) noexcept nogil
    int8_t int8_neg "pyxl_int8_neg"(int8_t a) noexcept nogil
    int8_t int8_invert "pyxl_int8_invert"(int8_t a) noexcept nogil
    int8_t int8_abs "pyxl_int8_abs"(int8_t a) noexcept nogil
    int8_t int8_add "pyxl_int8_add"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_sub "pyxl_int8_sub"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_mul "pyxl_int8_mul"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_floordiv "pyxl_int8_floordiv"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_mod "pyxl_int8_mod"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_pow "pyxl_int8_pow"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_lshift "pyxl_int8_lshift"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_rshift "pyxl_int8_rshift"(int8_t a, int8_t b) noexcept nogil

    int16_t as_int16 "pyxl_as_int16"(object value, object type, object name) except? 0
    int16_t int16 "pyxl_int16"(int64_t n) noexcept nogil
    int16_t int16_neg "pyxl_int16_neg"(int16_t a) noexcept nogil
    int16_t int16_invert "pyxl_int16_invert"(int16_t a) noexcept nogil
    int16_t int16_abs "pyxl_int16_abs"(int16_t a) noexcept nogil
    int16_t int16_add "pyxl_int16_add"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_sub "pyxl_int16_sub"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_mul "pyxl_int16_mul"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_floordiv "pyxl_int16_floordiv"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_mod "pyxl_int16_mod"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_pow "pyxl_int16_pow"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_lshift "pyxl_int16_lshift"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_rshift "pyxl_int16_rshift"(int16_t a, int16_t b) noexcept nogil

    int32_t as_int32 "pyxl_as_int32"(object value, object type, object name) except? 0
    int32_t int32 "pyxl_int32"(int64_t n) noexcept nogil
    int32_t int32_neg "pyxl_int32_neg"(int32_t a) noexcept nogil
    int32_t int32_invert "pyxl_int32_invert"(int32_t a) noexcept nogil
    int32_t int32_abs "pyxl_int32_abs"(int32_t a) noexcept nogil
    int32_t int32_add "pyxl_int32_add"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_sub "pyxl_int32_sub"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_mul "pyxl_int32_mul"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_floordiv "pyxl_int32_floordiv"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_mod "pyxl_int32_mod"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_pow "pyxl_int32_pow"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_lshift "pyxl_int32_lshift"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_rshift "pyxl_int32_rshift"(int32_t a, int32_t b) noexcept nogil

    int64_t as_int64 "pyxl_as_int64"(object value, object type, object name) except? 0
    int64_t int64 "pyxl_int64"(int64_t n) noexcept nogil
    int64_t int64_neg "pyxl_int64_neg"(int64_t a) noexcept nogil
    int64_t int64_invert "pyxl_int64_invert"(int64_t a) noexcept nogil
    int64_t int64_abs "pyxl_int64_abs"(int64_t a) noexcept nogil
    int64_t int64_add "pyxl_int64_add"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_sub "pyxl_int64_sub"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_mul "pyxl_int64_mul"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_floordiv "pyxl_int64_floordiv"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_mod "pyxl_int64_mod"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_pow "pyxl_int64_pow"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_lshift "pyxl_int64_lshift"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_rshift "pyxl_int64_rshift"(int64_t a, int64_t b) noexcept nogil

    uint8_t as_uint8 "pyxl_as_uint8"(object value, object type, object name) except? 0
    uint8_t uint8 "pyxl_uint8"(int64_t n) noexcept nogil
    uint8_t uint8_neg "pyxl_uint8_neg"(uint8_t a) noexcept nogil
    uint8_t uint8_invert "pyxl_uint8_invert"(uint8_t a) noexcept nogil
    uint8_t uint8_add "pyxl_uint8_add"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_sub "pyxl_uint8_sub"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_mul "pyxl_uint8_mul"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_floordiv "pyxl_uint8_floordiv"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_mod "pyxl_uint8_mod"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_pow "pyxl_uint8_pow"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_lshift "pyxl_uint8_lshift"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_rshift "pyxl_uint8_rshift"(uint8_t a, uint8_t b) noexcept nogil

    uint16_t as_uint16 "pyxl_as_uint16"(object value, object type, object name) except? 0
    uint16_t uint16 "pyxl_uint16"(int64_t n) noexcept nogil
    uint16_t uint16_neg "pyxl_uint16_neg"(uint16_t a) noexcept nogil
    uint16_t uint16_invert "pyxl_uint16_invert"(uint16_t a) noexcept nogil
    uint16_t uint16_add "pyxl_uint16_add"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_sub "pyxl_uint16_sub"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_mul "pyxl_uint16_mul"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_floordiv "pyxl_uint16_floordiv"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_mod "pyxl_uint16_mod"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_pow "pyxl_uint16_pow"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_lshift "pyxl_uint16_lshift"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_rshift "pyxl_uint16_rshift"(uint16_t a, uint16_t b) noexcept nogil

    uint32_t as_uint32 "pyxl_as_uint32"(object value, object type, object name) except? 0
    uint32_t uint32 "pyxl_uint32"(int64_t n) noexcept nogil
    uint32_t uint32_neg "pyxl_uint32_neg"(uint32_t a) noexcept nogil
    uint32_t uint32_invert "pyxl_uint32_invert"(uint32_t a) noexcept nogil
    uint32_t uint32_add "pyxl_uint32_add"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_sub "pyxl_uint32_sub"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_mul "pyxl_uint32_mul"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_floordiv "pyxl_uint32_floordiv"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_mod "pyxl_uint32_mod"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_pow "pyxl_uint32_pow"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_lshift "pyxl_uint32_lshift"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_rshift "pyxl_uint32_rshift"(uint32_t a, uint32_t b) noexcept nogil

    uint64_t as_uint64 "pyxl_as_uint64"(object value, object type, object name) except? 0
    uint64_t uint64 "pyxl_uint64"(int64_t n) noexcept nogil
    uint64_t uint64_neg "pyxl_uint64_neg"(uint64_t a) noexcept nogil
    uint64_t uint64_invert "pyxl_uint64_invert"(uint64_t a) noexcept nogil
    uint64_t uint64_add "pyxl_uint64_add"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_sub "pyxl_uint64_sub"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_mul "pyxl_uint64_mul"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_floordiv "pyxl_uint64_floordiv"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_mod "pyxl_uint64_mod"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_pow "pyxl_uint64_pow"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_lshift "pyxl_uint64_lshift"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_rshift "pyxl_uint64_rshift"(uint64_t a, uint64_t b) noexcept nogil

    # lists of one function; `scratch` is the plain local variable that holds them all
    ctypedef void *floats "pyxl_floats"
    ctypedef void *ints "pyxl_ints"
    ctypedef void *bools "pyxl_bools"
    ctypedef struct scratch_t "pyxl_scratch":
        pass
    scratch_t no_lists "pyxl_no_lists"() noexcept nogil
    void free_lists "pyxl_free_lists"(scratch_t lists) noexcept nogil
    floats take_floats "pyxl_take_floats"(
        object value, object name, scratch_t scratch) except NULL
    ints take_ints "pyxl_take_ints"(object value, object name, scratch_t scratch) except NULL
    bools take_bools "pyxl_take_bools"(object value, object name, scratch_t scratch) except NULL
    object floats_again "pyxl_floats_again"(object value)
    bint fits_floats "pyxl_fits_floats"(object value)
    bint fits_ints "pyxl_fits_ints"(object value)
    bint fits_bools "pyxl_fits_bools"(object value)
    bint is_null "pyxl_is_null"(void *list) noexcept nogil
    int64_t list_size "pyxl_list_size"(void *list) noexcept nogil
    int64_t list_place "pyxl_list_place"(void *list, int64_t index) noexcept nogil
    bint list_clear "pyxl_list_clear"(void *list) noexcept nogil
    bint floats_contain_nan "pyxl_floats_contain_nan"(floats list) noexcept nogil
    floats new_floats "pyxl_new_floats"(double item, int64_t count, scratch_t scratch) noexcept nogil
    double floats_known "pyxl_floats_known"(floats list, int64_t index) noexcept nogil
    double floats_item "pyxl_floats_item"(floats list, int64_t index) noexcept nogil
    floats floats_recycle "pyxl_floats_recycle"(floats list, scratch_t scratch) noexcept nogil
    bint floats_store "pyxl_floats_store"(floats list, int64_t index, double item) noexcept nogil
    bint floats_append "pyxl_floats_append"(floats list, double item) noexcept nogil
    double floats_remove "pyxl_floats_remove"(floats list, int64_t index) noexcept nogil
    bint floats_contain "pyxl_floats_contain"(floats list, double item) noexcept nogil
    int64_t floats_count "pyxl_floats_count"(floats list, double item) noexcept nogil
    int64_t floats_find "pyxl_floats_find"(floats list, double item) noexcept nogil
    bint floats_insert "pyxl_floats_insert"(floats list, int64_t index, double item) noexcept nogil
    bint floats_reverse "pyxl_floats_reverse"(floats list) noexcept nogil
    floats floats_slice "pyxl_floats_slice"(
        floats list, int64_t start, int64_t stop, scratch_t scratch) noexcept nogil
    floats floats_stepped "pyxl_floats_stepped"(
        floats list, int64_t start, int64_t stop, int64_t step, int64_t missing,
        scratch_t scratch) noexcept nogil
    bint floats_splice "pyxl_floats_splice"(
        floats list, int64_t start, int64_t stop, floats values) noexcept nogil
    ints new_ints "pyxl_new_ints"(int64_t item, int64_t count, scratch_t scratch) noexcept nogil
    int64_t ints_known "pyxl_ints_known"(ints list, int64_t index) noexcept nogil
    int64_t ints_item "pyxl_ints_item"(ints list, int64_t index) noexcept nogil
    ints ints_recycle "pyxl_ints_recycle"(ints list, scratch_t scratch) noexcept nogil
    bint ints_store "pyxl_ints_store"(ints list, int64_t index, int64_t item) noexcept nogil
    bint ints_append "pyxl_ints_append"(ints list, int64_t item) noexcept nogil
    int64_t ints_remove "pyxl_ints_remove"(ints list, int64_t index) noexcept nogil
    bint ints_contain "pyxl_ints_contain"(ints list, int64_t item) noexcept nogil
    int64_t ints_count "pyxl_ints_count"(ints list, int64_t item) noexcept nogil
    int64_t ints_find "pyxl_ints_find"(ints list, int64_t item) noexcept nogil
    bint ints_insert "pyxl_ints_insert"(ints list, int64_t index, int64_t item) noexcept nogil
    bint ints_reverse "pyxl_ints_reverse"(ints list) noexcept nogil
    ints ints_slice "pyxl_ints_slice"(
        ints list, int64_t start, int64_t stop, scratch_t scratch) noexcept nogil
    ints ints_stepped "pyxl_ints_stepped"(
        ints list, int64_t start, int64_t stop, int64_t step, int64_t missing,
        scratch_t scratch) noexcept nogil
    bint ints_splice "pyxl_ints_splice"(
        ints list, int64_t start, int64_t stop, ints values) noexcept nogil
    bools new_bools "pyxl_new_bools"(bint item, int64_t count, scratch_t scratch) noexcept nogil
    bint bools_known "pyxl_bools_known"(bools list, int64_t index) noexcept nogil
    bint bools_item "pyxl_bools_item"(bools list, int64_t index) noexcept nogil
    bools bools_recycle "pyxl_bools_recycle"(bools list, scratch_t scratch) noexcept nogil
    bint bools_store "pyxl_bools_store"(bools list, int64_t index, bint item) noexcept nogil
    bint bools_append "pyxl_bools_append"(bools list, bint item) noexcept nogil
    bint bools_remove "pyxl_bools_remove"(bools list, int64_t index) noexcept nogil
    bint bools_contain "pyxl_bools_contain"(bools list, bint item) noexcept nogil
    int64_t bools_count "pyxl_bools_count"(bools list, bint item) noexcept nogil
    int64_t bools_find "pyxl_bools_find"(bools list, bint item) noexcept nogil
    bint bools_insert "pyxl_bools_insert"(bools list, int64_t index, bint item) noexcept nogil
    bint bools_reverse "pyxl_bools_reverse"(bools list) noexcept nogil
    bools bools_slice "pyxl_bools_slice"(
        bools list, int64_t start, int64_t stop, scratch_t scratch) noexcept nogil
    bools bools_stepped "pyxl_bools_stepped"(
        bools list, int64_t start, int64_t stop, int64_t step, int64_t missing,
        scratch_t scratch) noexcept nogil
    bint bools_splice "pyxl_bools_splice"(
        bools list, int64_t start, int64_t stop, bools values) noexcept nogil

    # arrays: memory for new ones, views, and what is computed of whole arrays
    const int64_t *apart "pyxl_apart"(const int64_t *sizes, size_t bytes) noexcept nogil
    void *new_block "pyxl_new_block"(
        int64_t count, int64_t width, bint zero, scratch_t scratch) noexcept nogil
    bint too_large "pyxl_too_large"(
        int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) noexcept nogil
    void keep_block "pyxl_keep_block"(const void *data, scratch_t scratch) noexcept nogil
    void collect "pyxl_collect"(scratch_t scratch) noexcept nogil
    void *handed "pyxl_handed"(
        void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
        scratch_t scratch) noexcept nogil
    void *adopted "pyxl_adopted"(void *data, scratch_t scratch) noexcept nogil
    object given "pyxl_given"(
        char kind, void *data, const int64_t *shape, int rank, int width)
    bint overlap "pyxl_overlap"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
        const void *other, const int64_t *other_shape, const int64_t *other_strides,
        int other_rank, int other_width) noexcept nogil
    bint shares "pyxl_shares"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
        const void *other, const int64_t *other_shape, const int64_t *other_strides,
        int other_rank, int other_width) noexcept nogil
    bint no_index "pyxl_no_index"(int64_t index, int64_t size) noexcept nogil
    int64_t from_end "pyxl_from_end"(int64_t index, int64_t size) noexcept nogil
    int64_t slice_bound "pyxl_slice_bound"(int64_t bound, int64_t size, int64_t step) noexcept nogil
    int64_t slice_size "pyxl_slice_size"(int64_t start, int64_t stop, int64_t step) noexcept nogil
    int64_t stretched "pyxl_stretched"(int64_t place, int64_t size) noexcept nogil
    double sign "pyxl_sign"(double x) noexcept nogil
    double float64_minimum "pyxl_float64_minimum"(double a, double b) noexcept nogil
    double float64_maximum "pyxl_float64_maximum"(double a, double b) noexcept nogil
    float float32_minimum "pyxl_float32_minimum"(float a, float b) noexcept nogil
    float float32_maximum "pyxl_float32_maximum"(float a, float b) noexcept nogil

    # reductions of arrays
    int64_t size_in "pyxl_size_in"(
        int64_t total, int64_t axis, int64_t a, int64_t b, int64_t c, int64_t d,
        int64_t e, int64_t f) noexcept nogil
    bint misfits "pyxl_misfits"(
        int64_t total, int64_t a, int64_t b, int64_t c, int64_t d,
        int64_t e, int64_t f) noexcept nogil
    bint reshapes "pyxl_reshapes"(
        const int64_t *shape, const int64_t *strides, int rank, int new_rank,
        int64_t a, int64_t b, int64_t c, int64_t d,
        int64_t e, int64_t f) noexcept nogil
    int64_t reshaped_stride "pyxl_reshaped_stride"(
        const int64_t *shape, const int64_t *strides, int rank, int new_rank,
        int64_t a, int64_t b, int64_t c, int64_t d,
        int64_t e, int64_t f, int axis) noexcept nogil
    bint is_packed "pyxl_is_packed"(
        const int64_t *shape, const int64_t *strides, int rank, int64_t width) noexcept nogil
    void *packed_copy "pyxl_packed_copy"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
        scratch_t scratch) noexcept nogil
    void sort_int8 "pyxl_sort_int8"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_int8 "pyxl_argsort_int8"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_int8 "pyxl_search_int8"(
        const void *data, int64_t stride, int64_t count, int8_t key, bint behind) noexcept nogil
    double median_int8 "pyxl_median_int8"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_int16 "pyxl_sort_int16"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_int16 "pyxl_argsort_int16"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_int16 "pyxl_search_int16"(
        const void *data, int64_t stride, int64_t count, int16_t key, bint behind) noexcept nogil
    double median_int16 "pyxl_median_int16"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_int32 "pyxl_sort_int32"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_int32 "pyxl_argsort_int32"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_int32 "pyxl_search_int32"(
        const void *data, int64_t stride, int64_t count, int32_t key, bint behind) noexcept nogil
    double median_int32 "pyxl_median_int32"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_int64 "pyxl_sort_int64"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_int64 "pyxl_argsort_int64"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_int64 "pyxl_search_int64"(
        const void *data, int64_t stride, int64_t count, int64_t key, bint behind) noexcept nogil
    double median_int64 "pyxl_median_int64"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_uint8 "pyxl_sort_uint8"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_uint8 "pyxl_argsort_uint8"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_uint8 "pyxl_search_uint8"(
        const void *data, int64_t stride, int64_t count, uint8_t key, bint behind) noexcept nogil
    double median_uint8 "pyxl_median_uint8"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_uint16 "pyxl_sort_uint16"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_uint16 "pyxl_argsort_uint16"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_uint16 "pyxl_search_uint16"(
        const void *data, int64_t stride, int64_t count, uint16_t key, bint behind) noexcept nogil
    double median_uint16 "pyxl_median_uint16"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_uint32 "pyxl_sort_uint32"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_uint32 "pyxl_argsort_uint32"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_uint32 "pyxl_search_uint32"(
        const void *data, int64_t stride, int64_t count, uint32_t key, bint behind) noexcept nogil
    double median_uint32 "pyxl_median_uint32"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_uint64 "pyxl_sort_uint64"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_uint64 "pyxl_argsort_uint64"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_uint64 "pyxl_search_uint64"(
        const void *data, int64_t stride, int64_t count, uint64_t key, bint behind) noexcept nogil
    double median_uint64 "pyxl_median_uint64"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_bool "pyxl_sort_bool"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_bool "pyxl_argsort_bool"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    void sort_float64 "pyxl_sort_float64"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_float64 "pyxl_argsort_float64"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_float64 "pyxl_search_float64"(
        const void *data, int64_t stride, int64_t count, double key, bint behind) noexcept nogil
    double median_float64 "pyxl_median_float64"(
        const void *data, void *spare, int64_t count) noexcept nogil
    void sort_float32 "pyxl_sort_float32"(
        void *data, void *spare, const int64_t *shape, int rank) noexcept nogil
    void argsort_float32 "pyxl_argsort_float32"(
        void *out, void *spare, const void *data, const int64_t *shape, int rank) noexcept nogil
    int64_t search_float32 "pyxl_search_float32"(
        const void *data, int64_t stride, int64_t count, float key, bint behind) noexcept nogil
    float median_float32 "pyxl_median_float32"(
        const void *data, void *spare, int64_t count) noexcept nogil
    int64_t bins_of "pyxl_bins_of"(
        const void *data, int64_t stride, int64_t count) noexcept nogil
    void count_in_bins "pyxl_count_in_bins"(
        void *out, const void *edges, int64_t bins, const void *data, int64_t stride,
        int64_t count, double first, double last) noexcept nogil
    void weigh_in_bins "pyxl_weigh_in_bins"(
        void *out, void *part, const void *edges, int64_t bins, const void *data, int64_t stride,
        int64_t count, const void *weights, int64_t step, double first, double last) noexcept nogil
    void count_between "pyxl_count_between"(
        void *out, const void *edges, int64_t step, int64_t bins, const void *data,
        int64_t stride, int64_t count) noexcept nogil
    int wrong_edges "pyxl_wrong_edges"(
        const void *edges, int64_t step, int64_t count, bint strictly) noexcept nogil
    double interp "pyxl_interp"(
        double x, const void *places, int64_t step, int64_t count, const void *values,
        int64_t stride, double left, double right) noexcept nogil
    int64_t wrapped "pyxl_wrapped"(int64_t place, int64_t size) noexcept nogil
    int64_t select_1 "pyxl_select_1"(
        void *out, int64_t taken, const void *data, int64_t step,
        const void *truth, int64_t stride, int64_t count) noexcept nogil
    int64_t select_2 "pyxl_select_2"(
        void *out, int64_t taken, const void *data, int64_t step,
        const void *truth, int64_t stride, int64_t count) noexcept nogil
    int64_t select_4 "pyxl_select_4"(
        void *out, int64_t taken, const void *data, int64_t step,
        const void *truth, int64_t stride, int64_t count) noexcept nogil
    int64_t select_8 "pyxl_select_8"(
        void *out, int64_t taken, const void *data, int64_t step,
        const void *truth, int64_t stride, int64_t count) noexcept nogil
    int64_t select_16 "pyxl_select_16"(
        void *out, int64_t taken, const void *data, int64_t step,
        const void *truth, int64_t stride, int64_t count) noexcept nogil
    bint outside "pyxl_outside"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank,
        int width, int64_t size) noexcept nogil
    int64_t parts "pyxl_parts"(int64_t count) noexcept nogil
    int64_t part_size "pyxl_part_size"(int64_t count, int64_t start) noexcept nogil
    double joined_float64 "pyxl_joined_float64"(const void *data, int64_t count) noexcept nogil
    float joined_float32 "pyxl_joined_float32"(const void *data, int64_t count) noexcept nogil
    bint is_innermost "pyxl_is_innermost"(
        const int64_t *shape, const int64_t *strides, int rank, int64_t axis) noexcept nogil
    double sum_float64 "pyxl_sum_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    double prod_float64 "pyxl_prod_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    double min_float64 "pyxl_min_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    double max_float64 "pyxl_max_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_float64 "pyxl_argmin_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_float64 "pyxl_argmax_float64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    float sum_float32 "pyxl_sum_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    float prod_float32 "pyxl_prod_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    float min_float32 "pyxl_min_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    float max_float32 "pyxl_max_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_float32 "pyxl_argmin_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_float32 "pyxl_argmax_float32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t sum_int8 "pyxl_sum_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t prod_int8 "pyxl_prod_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int8_t min_int8 "pyxl_min_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int8_t max_int8 "pyxl_max_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_int8 "pyxl_argmin_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_int8 "pyxl_argmax_int8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t sum_int16 "pyxl_sum_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t prod_int16 "pyxl_prod_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int16_t min_int16 "pyxl_min_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int16_t max_int16 "pyxl_max_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_int16 "pyxl_argmin_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_int16 "pyxl_argmax_int16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t sum_int32 "pyxl_sum_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t prod_int32 "pyxl_prod_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int32_t min_int32 "pyxl_min_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int32_t max_int32 "pyxl_max_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_int32 "pyxl_argmin_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_int32 "pyxl_argmax_int32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t sum_int64 "pyxl_sum_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t prod_int64 "pyxl_prod_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t min_int64 "pyxl_min_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t max_int64 "pyxl_max_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_int64 "pyxl_argmin_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_int64 "pyxl_argmax_int64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t sum_uint8 "pyxl_sum_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t prod_uint8 "pyxl_prod_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint8_t min_uint8 "pyxl_min_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint8_t max_uint8 "pyxl_max_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_uint8 "pyxl_argmin_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_uint8 "pyxl_argmax_uint8"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t sum_uint16 "pyxl_sum_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t prod_uint16 "pyxl_prod_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint16_t min_uint16 "pyxl_min_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint16_t max_uint16 "pyxl_max_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_uint16 "pyxl_argmin_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_uint16 "pyxl_argmax_uint16"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t sum_uint32 "pyxl_sum_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t prod_uint32 "pyxl_prod_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint32_t min_uint32 "pyxl_min_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint32_t max_uint32 "pyxl_max_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_uint32 "pyxl_argmin_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_uint32 "pyxl_argmax_uint32"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t sum_uint64 "pyxl_sum_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t prod_uint64 "pyxl_prod_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t min_uint64 "pyxl_min_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    uint64_t max_uint64 "pyxl_max_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_uint64 "pyxl_argmin_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_uint64 "pyxl_argmax_uint64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t sum_bool "pyxl_sum_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t prod_bool "pyxl_prod_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmin_bool "pyxl_argmin_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    int64_t argmax_bool "pyxl_argmax_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    bint any_bool "pyxl_any_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    bint all_bool "pyxl_all_bool"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    double dot_float64 "pyxl_dot_float64"(
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) noexcept nogil
    void matmul_float64 "pyxl_matmul_float64"(
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) noexcept nogil
    float dot_float32 "pyxl_dot_float32"(
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) noexcept nogil
    void matmul_float32 "pyxl_matmul_float32"(
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) noexcept nogil
    int64_t dot_int64 "pyxl_dot_int64"(
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) noexcept nogil
    void matmul_int64 "pyxl_matmul_int64"(
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) noexcept nogil
    void exp_each_float64 "pyxl_exp_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void exp_each_float32 "pyxl_exp_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void exp2_each_float64 "pyxl_exp2_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void exp2_each_float32 "pyxl_exp2_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void expm1_each_float64 "pyxl_expm1_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void expm1_each_float32 "pyxl_expm1_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log_each_float64 "pyxl_log_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log_each_float32 "pyxl_log_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log2_each_float64 "pyxl_log2_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log2_each_float32 "pyxl_log2_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log10_each_float64 "pyxl_log10_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log10_each_float32 "pyxl_log10_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log1p_each_float64 "pyxl_log1p_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void log1p_each_float32 "pyxl_log1p_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void sin_each_float64 "pyxl_sin_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void sin_each_float32 "pyxl_sin_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cos_each_float64 "pyxl_cos_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cos_each_float32 "pyxl_cos_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void tan_each_float64 "pyxl_tan_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void tan_each_float32 "pyxl_tan_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arcsin_each_float64 "pyxl_arcsin_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arcsin_each_float32 "pyxl_arcsin_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arccos_each_float64 "pyxl_arccos_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arccos_each_float32 "pyxl_arccos_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arctan_each_float64 "pyxl_arctan_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arctan_each_float32 "pyxl_arctan_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void sinh_each_float64 "pyxl_sinh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void sinh_each_float32 "pyxl_sinh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cosh_each_float64 "pyxl_cosh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cosh_each_float32 "pyxl_cosh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void tanh_each_float64 "pyxl_tanh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void tanh_each_float32 "pyxl_tanh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arcsinh_each_float64 "pyxl_arcsinh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arcsinh_each_float32 "pyxl_arcsinh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arccosh_each_float64 "pyxl_arccosh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arccosh_each_float32 "pyxl_arccosh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arctanh_each_float64 "pyxl_arctanh_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arctanh_each_float32 "pyxl_arctanh_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cbrt_each_float64 "pyxl_cbrt_each_float64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void cbrt_each_float32 "pyxl_cbrt_each_float32"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void arctan2_each_float64 "pyxl_arctan2_each_float64"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil
    void arctan2_each_float32 "pyxl_arctan2_each_float32"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil
    void power_each_float64 "pyxl_power_each_float64"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil
    void power_each_float32 "pyxl_power_each_float32"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil

    # str and bytes: views of memory that Python owns
    ctypedef struct text_t "pyxl_text":
        int64_t length
    ctypedef struct bytes_t "pyxl_bytes":
        int64_t length
    object memory_of_text "pyxl_memory_of_text"(object value, object name)
    text_t as_text "pyxl_as_text"(object memory, object name) except *
    bytes_t as_bytes "pyxl_as_bytes"(object value, object name) except *
    object from_text "pyxl_from_text"(text_t text)
    object from_bytes "pyxl_from_bytes"(bytes_t data)
    text_t text_of "pyxl_text_of"(const char *data, int kind, int64_t length) noexcept nogil
    text_t text_of_character "pyxl_text_of_character"(Py_UCS4 c) noexcept nogil
    Py_UCS4 character "pyxl_character"(int64_t number) noexcept nogil
    text_t no_text "pyxl_no_text"() noexcept nogil
    bytes_t bytes_of "pyxl_bytes_of"(const char *data, int64_t length) noexcept nogil
    bytes_t no_bytes "pyxl_no_bytes"() noexcept nogil
    Py_UCS4 text_at "pyxl_text_at"(text_t text, int64_t place) noexcept nogil
    int64_t byte_at "pyxl_byte_at"(bytes_t data, int64_t place) noexcept nogil
    int text_compare "pyxl_text_compare"(text_t a, text_t b) noexcept nogil
    bint text_equal "pyxl_text_equal"(text_t a, text_t b) noexcept nogil
    bint text_is "pyxl_text_is"(text_t text, Py_UCS4 c) noexcept nogil
    int bytes_compare "pyxl_bytes_compare"(bytes_t a, bytes_t b) noexcept nogil
    bint bytes_equal "pyxl_bytes_equal"(bytes_t a, bytes_t b) noexcept nogil
    text_t text_slice "pyxl_text_slice"(text_t text, int64_t start, int64_t stop) noexcept nogil
    bytes_t bytes_slice "pyxl_bytes_slice"(
        bytes_t data, int64_t start, int64_t stop) noexcept nogil
    bint text_has "pyxl_text_has"(text_t text, Py_UCS4 c) noexcept nogil
    bint text_contains "pyxl_text_contains"(text_t text, text_t part) noexcept nogil
    int64_t text_find "pyxl_text_find"(text_t text, text_t part, int64_t start) noexcept nogil
    int64_t text_rfind "pyxl_text_rfind"(text_t text, text_t part) noexcept nogil
    int64_t text_count "pyxl_text_count"(text_t text, text_t part) noexcept nogil
    bint text_startswith "pyxl_text_startswith"(text_t text, text_t part) noexcept nogil
    bint text_endswith "pyxl_text_endswith"(text_t text, text_t part) noexcept nogil
    bint bytes_have "pyxl_bytes_have"(bytes_t data, int64_t value) noexcept nogil
    bint bytes_contain "pyxl_bytes_contain"(bytes_t data, bytes_t part) noexcept nogil
    text_t characters "pyxl_characters"(bytes_t data) noexcept nogil
    int64_t decimal "pyxl_decimal"(Py_UCS4 c) noexcept nogil
    bint is_digit "pyxl_is_digit"(Py_UCS4 c) noexcept nogil
    bint is_decimal "pyxl_is_decimal"(Py_UCS4 c) noexcept nogil
    bint is_alpha "pyxl_is_alpha"(Py_UCS4 c) noexcept nogil
    bint is_alnum "pyxl_is_alnum"(Py_UCS4 c) noexcept nogil
    bint is_space "pyxl_is_space"(Py_UCS4 c) noexcept nogil
    bint is_upper "pyxl_is_upper"(Py_UCS4 c) noexcept nogil
    bint is_lower "pyxl_is_lower"(Py_UCS4 c) noexcept nogil
    bint all_digit "pyxl_all_digit"(text_t text) noexcept nogil
    bint all_decimal "pyxl_all_decimal"(text_t text) noexcept nogil
    bint all_alpha "pyxl_all_alpha"(text_t text) noexcept nogil
    bint all_alnum "pyxl_all_alnum"(text_t text) noexcept nogil
    bint all_space "pyxl_all_space"(text_t text) noexcept nogil

    # NumPy's complex numbers
    ctypedef struct complex64_t "pyxl_complex64":
        float real
        float imag
    complex64_t complex64_of "pyxl_complex64_of"(double real, double imag) noexcept nogil
    object from_complex64 "pyxl_from_complex64"(complex64_t z)
    complex64_t to_complex64 "pyxl_to_complex64"(object value) except *
    complex64_t as_complex64 "pyxl_as_complex64"(object value, object type, object name) except *
    bint complex64_is_nan "pyxl_complex64_is_nan"(complex64_t z) noexcept nogil
    bint complex64_is_zero "pyxl_complex64_is_zero"(complex64_t z) noexcept nogil
    bint complex64_equal "pyxl_complex64_equal"(complex64_t a, complex64_t b) noexcept nogil
    complex64_t complex64_neg "pyxl_complex64_neg"(complex64_t z) noexcept nogil
    complex64_t complex64_conjugate "pyxl_complex64_conjugate"(complex64_t z) noexcept nogil
    float complex64_abs "pyxl_complex64_abs"(complex64_t z) noexcept nogil
    complex64_t complex64_add "pyxl_complex64_add"(complex64_t a, complex64_t b) noexcept nogil
    complex64_t complex64_sub "pyxl_complex64_sub"(complex64_t a, complex64_t b) noexcept nogil
    complex64_t complex64_mul "pyxl_complex64_mul"(complex64_t a, complex64_t b) noexcept nogil
    complex64_t complex64_div "pyxl_complex64_div"(complex64_t a, complex64_t b) noexcept nogil
    ctypedef complex_t complex128_t "pyxl_complex128"
    complex128_t complex128_of "pyxl_complex128_of"(double real, double imag) noexcept nogil
    object from_complex128 "pyxl_from_complex128"(complex128_t z)
    complex128_t to_complex128 "pyxl_to_complex128"(object value) except *
    complex128_t as_complex128 "pyxl_as_complex128"(object value, object type, object name) except *
    bint complex128_is_nan "pyxl_complex128_is_nan"(complex128_t z) noexcept nogil
    bint complex128_is_zero "pyxl_complex128_is_zero"(complex128_t z) noexcept nogil
    bint complex128_equal "pyxl_complex128_equal"(complex128_t a, complex128_t b) noexcept nogil
    complex128_t complex128_neg "pyxl_complex128_neg"(complex128_t z) noexcept nogil
    complex128_t complex128_conjugate "pyxl_complex128_conjugate"(complex128_t z) noexcept nogil
    double complex128_abs "pyxl_complex128_abs"(complex128_t z) noexcept nogil
    complex128_t complex128_add "pyxl_complex128_add"(complex128_t a, complex128_t b) noexcept nogil
    complex128_t complex128_sub "pyxl_complex128_sub"(complex128_t a, complex128_t b) noexcept nogil
    complex128_t complex128_mul "pyxl_complex128_mul"(complex128_t a, complex128_t b) noexcept nogil
    complex128_t complex128_div "pyxl_complex128_div"(complex128_t a, complex128_t b) noexcept nogil

    # arrays of complex numbers
    bint no_numpy "pyxl_no_numpy"() noexcept nogil
    ctypedef complex64_t complex64_item "pyxl_complex64_item"
    complex64_t load_complex64 "pyxl_load_complex64"(const void *data, int64_t offset) noexcept nogil
    void store_complex64 "pyxl_store_complex64"(
        void *data, int64_t offset, complex64_t value) noexcept nogil
    int take_complex64 "pyxl_take_complex64"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    bint complex64_is_inf "pyxl_complex64_is_inf"(complex64_t z) noexcept nogil
    bint complex64_is_finite "pyxl_complex64_is_finite"(complex64_t z) noexcept nogil
    complex64_t complex64_product "pyxl_complex64_product"(
        complex64_t a, complex64_t b) noexcept nogil
    complex64_t complex64_square "pyxl_complex64_square"(complex64_t z) noexcept nogil
    float complex64_absolute "pyxl_complex64_absolute"(complex64_t z) noexcept nogil
    complex64_t complex64_reciprocal "pyxl_complex64_reciprocal"(complex64_t z) noexcept nogil
    bint complex64_less "pyxl_complex64_less"(complex64_t a, complex64_t b) noexcept nogil
    bint complex64_less_equal "pyxl_complex64_less_equal"(
        complex64_t a, complex64_t b) noexcept nogil
    complex64_t sum_complex64 "pyxl_sum_complex64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    complex64_t prod_complex64 "pyxl_prod_complex64"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    void sum_along_complex64 "pyxl_sum_along_complex64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_complex64 "pyxl_prod_along_complex64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    complex64_t dot_complex64 "pyxl_dot_complex64"(
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) noexcept nogil
    void matmul_complex64 "pyxl_matmul_complex64"(
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) noexcept nogil
    complex64_t complex64_sqrt "pyxl_complex64_sqrt"(complex64_t z) noexcept nogil
    void sqrt_each_complex64 "pyxl_sqrt_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_exp "pyxl_complex64_exp"(complex64_t z) noexcept nogil
    void exp_each_complex64 "pyxl_exp_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_exp2 "pyxl_complex64_exp2"(complex64_t z) noexcept nogil
    void exp2_each_complex64 "pyxl_exp2_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_expm1 "pyxl_complex64_expm1"(complex64_t z) noexcept nogil
    void expm1_each_complex64 "pyxl_expm1_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_log "pyxl_complex64_log"(complex64_t z) noexcept nogil
    void log_each_complex64 "pyxl_log_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_log2 "pyxl_complex64_log2"(complex64_t z) noexcept nogil
    void log2_each_complex64 "pyxl_log2_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_log10 "pyxl_complex64_log10"(complex64_t z) noexcept nogil
    void log10_each_complex64 "pyxl_log10_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_log1p "pyxl_complex64_log1p"(complex64_t z) noexcept nogil
    void log1p_each_complex64 "pyxl_log1p_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_sin "pyxl_complex64_sin"(complex64_t z) noexcept nogil
    void sin_each_complex64 "pyxl_sin_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_cos "pyxl_complex64_cos"(complex64_t z) noexcept nogil
    void cos_each_complex64 "pyxl_cos_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_tan "pyxl_complex64_tan"(complex64_t z) noexcept nogil
    void tan_each_complex64 "pyxl_tan_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arcsin "pyxl_complex64_arcsin"(complex64_t z) noexcept nogil
    void arcsin_each_complex64 "pyxl_arcsin_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arccos "pyxl_complex64_arccos"(complex64_t z) noexcept nogil
    void arccos_each_complex64 "pyxl_arccos_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arctan "pyxl_complex64_arctan"(complex64_t z) noexcept nogil
    void arctan_each_complex64 "pyxl_arctan_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_sinh "pyxl_complex64_sinh"(complex64_t z) noexcept nogil
    void sinh_each_complex64 "pyxl_sinh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_cosh "pyxl_complex64_cosh"(complex64_t z) noexcept nogil
    void cosh_each_complex64 "pyxl_cosh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_tanh "pyxl_complex64_tanh"(complex64_t z) noexcept nogil
    void tanh_each_complex64 "pyxl_tanh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arcsinh "pyxl_complex64_arcsinh"(complex64_t z) noexcept nogil
    void arcsinh_each_complex64 "pyxl_arcsinh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arccosh "pyxl_complex64_arccosh"(complex64_t z) noexcept nogil
    void arccosh_each_complex64 "pyxl_arccosh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex64_t complex64_arctanh "pyxl_complex64_arctanh"(complex64_t z) noexcept nogil
    void arctanh_each_complex64 "pyxl_arctanh_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void absolute_each_complex64 "pyxl_absolute_each_complex64"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void absolute_each_complex128 "pyxl_absolute_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void power_each_complex64 "pyxl_power_each_complex64"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil
    ctypedef complex128_t complex128_item "pyxl_complex128_item"
    complex128_t load_complex128 "pyxl_load_complex128"(const void *data, int64_t offset) noexcept nogil
    void store_complex128 "pyxl_store_complex128"(
        void *data, int64_t offset, complex128_t value) noexcept nogil
    int take_complex128 "pyxl_take_complex128"(
        buffers *held, object value, const char *name, int rank, bint writes, void **data,
        int64_t *shape, int64_t *strides) except -1
    bint complex128_is_inf "pyxl_complex128_is_inf"(complex128_t z) noexcept nogil
    bint complex128_is_finite "pyxl_complex128_is_finite"(complex128_t z) noexcept nogil
    complex128_t complex128_product "pyxl_complex128_product"(
        complex128_t a, complex128_t b) noexcept nogil
    complex128_t complex128_square "pyxl_complex128_square"(complex128_t z) noexcept nogil
    double complex128_absolute "pyxl_complex128_absolute"(complex128_t z) noexcept nogil
    complex128_t complex128_reciprocal "pyxl_complex128_reciprocal"(complex128_t z) noexcept nogil
    bint complex128_less "pyxl_complex128_less"(complex128_t a, complex128_t b) noexcept nogil
    bint complex128_less_equal "pyxl_complex128_less_equal"(
        complex128_t a, complex128_t b) noexcept nogil
    complex128_t sum_complex128 "pyxl_sum_complex128"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    complex128_t prod_complex128 "pyxl_prod_complex128"(
        const void *data, const int64_t *shape, const int64_t *strides, int rank) noexcept nogil
    void sum_along_complex128 "pyxl_sum_along_complex128"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_complex128 "pyxl_prod_along_complex128"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    complex128_t dot_complex128 "pyxl_dot_complex128"(
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) noexcept nogil
    void matmul_complex128 "pyxl_matmul_complex128"(
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) noexcept nogil
    complex128_t complex128_sqrt "pyxl_complex128_sqrt"(complex128_t z) noexcept nogil
    void sqrt_each_complex128 "pyxl_sqrt_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_exp "pyxl_complex128_exp"(complex128_t z) noexcept nogil
    void exp_each_complex128 "pyxl_exp_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_exp2 "pyxl_complex128_exp2"(complex128_t z) noexcept nogil
    void exp2_each_complex128 "pyxl_exp2_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_expm1 "pyxl_complex128_expm1"(complex128_t z) noexcept nogil
    void expm1_each_complex128 "pyxl_expm1_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_log "pyxl_complex128_log"(complex128_t z) noexcept nogil
    void log_each_complex128 "pyxl_log_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_log2 "pyxl_complex128_log2"(complex128_t z) noexcept nogil
    void log2_each_complex128 "pyxl_log2_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_log10 "pyxl_complex128_log10"(complex128_t z) noexcept nogil
    void log10_each_complex128 "pyxl_log10_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_log1p "pyxl_complex128_log1p"(complex128_t z) noexcept nogil
    void log1p_each_complex128 "pyxl_log1p_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_sin "pyxl_complex128_sin"(complex128_t z) noexcept nogil
    void sin_each_complex128 "pyxl_sin_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_cos "pyxl_complex128_cos"(complex128_t z) noexcept nogil
    void cos_each_complex128 "pyxl_cos_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_tan "pyxl_complex128_tan"(complex128_t z) noexcept nogil
    void tan_each_complex128 "pyxl_tan_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arcsin "pyxl_complex128_arcsin"(complex128_t z) noexcept nogil
    void arcsin_each_complex128 "pyxl_arcsin_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arccos "pyxl_complex128_arccos"(complex128_t z) noexcept nogil
    void arccos_each_complex128 "pyxl_arccos_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arctan "pyxl_complex128_arctan"(complex128_t z) noexcept nogil
    void arctan_each_complex128 "pyxl_arctan_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_sinh "pyxl_complex128_sinh"(complex128_t z) noexcept nogil
    void sinh_each_complex128 "pyxl_sinh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_cosh "pyxl_complex128_cosh"(complex128_t z) noexcept nogil
    void cosh_each_complex128 "pyxl_cosh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_tanh "pyxl_complex128_tanh"(complex128_t z) noexcept nogil
    void tanh_each_complex128 "pyxl_tanh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arcsinh "pyxl_complex128_arcsinh"(complex128_t z) noexcept nogil
    void arcsinh_each_complex128 "pyxl_arcsinh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arccosh "pyxl_complex128_arccosh"(complex128_t z) noexcept nogil
    void arccosh_each_complex128 "pyxl_arccosh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    complex128_t complex128_arctanh "pyxl_complex128_arctanh"(complex128_t z) noexcept nogil
    void arctanh_each_complex128 "pyxl_arctanh_each_complex128"(void *out, const void *from_,
        const int64_t *strides, const int64_t *shape, int rank) noexcept nogil
    void power_each_complex128 "pyxl_power_each_complex128"(
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,
        const void *two, const int64_t *shape_two, int rank) noexcept nogil

    # NumPy's functions of numbers
    bint float64_signbit "pyxl_float64_signbit"(double x) noexcept nogil
    double float64_spacing "pyxl_float64_spacing"(double x) noexcept nogil
    double float64_deg2rad "pyxl_float64_deg2rad"(double x) noexcept nogil
    double float64_rad2deg "pyxl_float64_rad2deg"(double x) noexcept nogil
    double float64_nan_to_num "pyxl_float64_nan_to_num"(double x) noexcept nogil
    double float64_heaviside "pyxl_float64_heaviside"(double a, double b) noexcept nogil
    double float64_logaddexp "pyxl_float64_logaddexp"(double a, double b) noexcept nogil
    double float64_logaddexp2 "pyxl_float64_logaddexp2"(double a, double b) noexcept nogil
    double float64_fmin "pyxl_float64_fmin"(double a, double b) noexcept nogil
    double float64_fmax "pyxl_float64_fmax"(double a, double b) noexcept nogil
    double float64_clip "pyxl_float64_clip"(double x, double low, double high) noexcept nogil
    double float64_ldexp "pyxl_float64_ldexp"(double x, int64_t by) noexcept nogil
    bint float32_signbit "pyxl_float32_signbit"(float x) noexcept nogil
    float float32_spacing "pyxl_float32_spacing"(float x) noexcept nogil
    float float32_deg2rad "pyxl_float32_deg2rad"(float x) noexcept nogil
    float float32_rad2deg "pyxl_float32_rad2deg"(float x) noexcept nogil
    float float32_nan_to_num "pyxl_float32_nan_to_num"(float x) noexcept nogil
    float float32_heaviside "pyxl_float32_heaviside"(float a, float b) noexcept nogil
    float float32_logaddexp "pyxl_float32_logaddexp"(float a, float b) noexcept nogil
    float float32_logaddexp2 "pyxl_float32_logaddexp2"(float a, float b) noexcept nogil
    float float32_fmin "pyxl_float32_fmin"(float a, float b) noexcept nogil
    float float32_fmax "pyxl_float32_fmax"(float a, float b) noexcept nogil
    float float32_clip "pyxl_float32_clip"(float x, float low, float high) noexcept nogil
    float float32_ldexp "pyxl_float32_ldexp"(float x, int64_t by) noexcept nogil
    int8_t int8_fmod "pyxl_int8_fmod"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_gcd "pyxl_int8_gcd"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_lcm "pyxl_int8_lcm"(int8_t a, int8_t b) noexcept nogil
    int8_t int8_clip "pyxl_int8_clip"(int8_t x, int8_t low, int8_t high) noexcept nogil
    int16_t int16_fmod "pyxl_int16_fmod"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_gcd "pyxl_int16_gcd"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_lcm "pyxl_int16_lcm"(int16_t a, int16_t b) noexcept nogil
    int16_t int16_clip "pyxl_int16_clip"(int16_t x, int16_t low, int16_t high) noexcept nogil
    int32_t int32_fmod "pyxl_int32_fmod"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_gcd "pyxl_int32_gcd"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_lcm "pyxl_int32_lcm"(int32_t a, int32_t b) noexcept nogil
    int32_t int32_clip "pyxl_int32_clip"(int32_t x, int32_t low, int32_t high) noexcept nogil
    int64_t int64_fmod "pyxl_int64_fmod"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_gcd "pyxl_int64_gcd"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_lcm "pyxl_int64_lcm"(int64_t a, int64_t b) noexcept nogil
    int64_t int64_clip "pyxl_int64_clip"(int64_t x, int64_t low, int64_t high) noexcept nogil
    uint8_t uint8_fmod "pyxl_uint8_fmod"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_gcd "pyxl_uint8_gcd"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_lcm "pyxl_uint8_lcm"(uint8_t a, uint8_t b) noexcept nogil
    uint8_t uint8_clip "pyxl_uint8_clip"(uint8_t x, uint8_t low, uint8_t high) noexcept nogil
    uint16_t uint16_fmod "pyxl_uint16_fmod"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_gcd "pyxl_uint16_gcd"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_lcm "pyxl_uint16_lcm"(uint16_t a, uint16_t b) noexcept nogil
    uint16_t uint16_clip "pyxl_uint16_clip"(uint16_t x, uint16_t low, uint16_t high) noexcept nogil
    uint32_t uint32_fmod "pyxl_uint32_fmod"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_gcd "pyxl_uint32_gcd"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_lcm "pyxl_uint32_lcm"(uint32_t a, uint32_t b) noexcept nogil
    uint32_t uint32_clip "pyxl_uint32_clip"(uint32_t x, uint32_t low, uint32_t high) noexcept nogil
    uint64_t uint64_fmod "pyxl_uint64_fmod"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_gcd "pyxl_uint64_gcd"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_lcm "pyxl_uint64_lcm"(uint64_t a, uint64_t b) noexcept nogil
    uint64_t uint64_clip "pyxl_uint64_clip"(uint64_t x, uint64_t low, uint64_t high) noexcept nogil
    int bits_set "pyxl_bits_set"(uint64_t n) noexcept nogil

    # reductions of arrays along axes
    void sum_along_float64 "pyxl_sum_along_float64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_float64 "pyxl_prod_along_float64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_float64 "pyxl_min_along_float64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_float64 "pyxl_max_along_float64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_float32 "pyxl_sum_along_float32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_float32 "pyxl_prod_along_float32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_float32 "pyxl_min_along_float32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_float32 "pyxl_max_along_float32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_int8 "pyxl_sum_along_int8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_int8 "pyxl_prod_along_int8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_int8 "pyxl_min_along_int8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_int8 "pyxl_max_along_int8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_int16 "pyxl_sum_along_int16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_int16 "pyxl_prod_along_int16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_int16 "pyxl_min_along_int16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_int16 "pyxl_max_along_int16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_int32 "pyxl_sum_along_int32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_int32 "pyxl_prod_along_int32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_int32 "pyxl_min_along_int32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_int32 "pyxl_max_along_int32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_int64 "pyxl_sum_along_int64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_int64 "pyxl_prod_along_int64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_int64 "pyxl_min_along_int64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_int64 "pyxl_max_along_int64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_uint8 "pyxl_sum_along_uint8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_uint8 "pyxl_prod_along_uint8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_uint8 "pyxl_min_along_uint8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_uint8 "pyxl_max_along_uint8"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_uint16 "pyxl_sum_along_uint16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_uint16 "pyxl_prod_along_uint16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_uint16 "pyxl_min_along_uint16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_uint16 "pyxl_max_along_uint16"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_uint32 "pyxl_sum_along_uint32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_uint32 "pyxl_prod_along_uint32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_uint32 "pyxl_min_along_uint32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_uint32 "pyxl_max_along_uint32"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_uint64 "pyxl_sum_along_uint64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_uint64 "pyxl_prod_along_uint64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void min_along_uint64 "pyxl_min_along_uint64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void max_along_uint64 "pyxl_max_along_uint64"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void sum_along_bool "pyxl_sum_along_bool"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void prod_along_bool "pyxl_prod_along_bool"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void any_along_bool "pyxl_any_along_bool"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
    void all_along_bool "pyxl_all_along_bool"(
        void *out, const int64_t *steps, const void *data, const int64_t *shape,
        const int64_t *strides, int rank, int64_t axes) noexcept nogil
