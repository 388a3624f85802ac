# SPDX-License-Identifier: 0BSD
#
# A .config, then the Config.in files that it answers -> C macros, for `sort -u` by name. Each
# bool is 0 or 1, those too that no .config mentions, so that `if (ENABLE_...)` always compiles.
s/^CONFIG_\([A-Z0-9_]*\)=y$/#define ENABLE_\1 1/p
s/^CONFIG_\([A-Z0-9_]*\)=/#define CONFIG_\1 /p
/^config /{
N
s/^config \([A-Z0-9_]*\)\n[[:blank:]]*bool.*/#define ENABLE_\1 0/p
}
