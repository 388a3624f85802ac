# SPDX-License-Identifier: 0BSD
# docs-build.t: how the documents build the program works; the rest is in docs.t

ONLY_BUILDS=yes
. "$TESTSUITE/docs.t"
