// SPDX-License-Identifier: 0BSD
/* time.c: clocks, and waiting with a limit
 *
 * On 32-bit machines the kernel has these calls twice. Those of Linux 5.1 take 64-bit times, and a
 * kernel built without COMPAT_32BIT_TIME has no others, so they are tried first. ENOSYS: the kernel
 * is older. EPERM: the seccomp filter of a container runtime is older, and does not know the call.
 */
#include "base/base.h"

#include <signal.h>
#include <time.h>

typedef int64_t kernel_time[2];		/* seconds, nanoseconds */
typedef long old_kernel_time[2];

static bool is_missing(long error)
{
	return HAS_OLD_TIME && (error == -ENOSYS || error == -EPERM);
}

static void read_clock(int clock, kernel_time now)
{
	long error = SYS(clock_gettime_64, clock, now);

	if (is_missing(error)) {
		old_kernel_time old_now = { 0 };

		SYS(clock_gettime_old, clock, old_now);
		now[0] = old_now[0];
		now[1] = old_now[1];
	}
}

unsigned clock_seconds(unsigned *microseconds)
{
	kernel_time now = { 0 };

	read_clock(CLOCK_REALTIME, now);
	*microseconds = (unsigned)now[1] / 1000;
	return now[0];
}

unsigned monotonic_ms(void)
{
	kernel_time now = { 0 };

	read_clock(CLOCK_MONOTONIC, now);
	return (unsigned)now[0] * 1000 + (unsigned)now[1] / 1000000;
}

int poll_fds(struct pollfd fds[], unsigned count, int milliseconds)
{
	kernel_time limit = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
	old_kernel_time old_limit = { limit[0], limit[1] };
	bool forever = milliseconds == WITHOUT_LIMIT;
	long result = SYS(ppoll_64, fds, count, forever ? NULL : limit, NULL, 0);

	if (is_missing(result))
		result = SYS(ppoll_old, fds, count, forever ? NULL : old_limit, NULL, 0);
	return result;
}

void sleep_ms(unsigned milliseconds)
{
	poll_fds(NULL, 0, milliseconds);
}

int wait_signal(const long signals[], unsigned milliseconds)
{
	kernel_time limit = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
	old_kernel_time old_limit = { limit[0], limit[1] };
	long result = SYS(rt_sigtimedwait_64, signals, NULL, limit, _NSIG / 8);

	if (is_missing(result))
		result = SYS(rt_sigtimedwait_old, signals, NULL, old_limit, _NSIG / 8);
	return result;
}
