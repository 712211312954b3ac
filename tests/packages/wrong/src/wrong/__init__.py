from pyx_lowering import compile_now
