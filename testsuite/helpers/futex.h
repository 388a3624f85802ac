// SPDX-License-Identifier: 0BSD
/* futex.h: the futex(2) that takes a struct timespec as this libc has it */
#ifndef FUTEX_H
#define FUTEX_H

#include <linux/futex.h>
#include <sys/syscall.h>

#if defined SYS_futex_time64
enum { FUTEX_CALL = SYS_futex_time64 };
#else
enum { FUTEX_CALL = SYS_futex };
#endif

#endif
