// SPDX-License-Identifier: 0BSD
/* unit-signal.c: signals for a process that /proc has shown, whatever has become of it since */
#include "procfs/procfs.h"
#include "calls.h"
#include "unit.h"

#include <sched.h>
#include <signal.h>

enum { PID = 7, PIDFD = 1000, SEND_SIGNAL = NEW_CALL_BASE + 424 };

/* What the kernel says of the process: an inode number, or -errno. */
static long pidfd, netns;
static unsigned by_pidfd, by_number, closed;

static long answer(long number, const long a[6])
{
	if (number == SYS_pidfd_open_any)
		return a[0] == PID ? pidfd : -EINVAL;
	switch (number) {
	case SYS_readlinkat:
		return netns < 0 ? netns : sprintf((char *)a[2], "net:[%ld]", netns);
	case SEND_SIGNAL:
		by_pidfd += a[0] == PIDFD && a[1] == SIGTERM;
		return 0;
	case SYS_kill:
		by_number += a[0] == PID && a[1] == SIGTERM;
		return 0;
	case SYS_close:
		closed += a[0] == PIDFD;
		return 0;
	}
	return -EACCES;
}

/* TERM for the process if it is in the namespace 5; the result */
static int signal_to(long its_pidfd, long its_netns)
{
	struct task task = { .pid = PID, .tid = PID };

	task.end = str_append(task.path, "/proc/7");
	pidfd = its_pidfd;
	netns = its_netns;
	by_pidfd = by_number = closed = 0;
	return task_signal(&task, 5, 0, SIGTERM);
}

int main(void)
{
	begin();
	CHECK_INT(signal_to(PIDFD, 5), 0, "a process in the namespace");
	CHECK(by_pidfd == 1 && by_number == 0 && closed == 1, "by a descriptor, which is closed");
	CHECK_INT(signal_to(-ENOSYS, 5), 0, "before Linux 5.3");
	CHECK(by_pidfd == 0 && by_number == 1, "by its number");
	CHECK_INT(signal_to(PIDFD, 6), -ESRCH, "its number is that of a process elsewhere by now");
	CHECK(by_pidfd == 0 && by_number == 0 && closed == 1, "which gets no signal");
	CHECK_INT(signal_to(-ESRCH, 5), -ESRCH, "it is no more when its descriptor is asked for");
	CHECK(by_number == 0, "then its number is not used");
	CHECK_INT(signal_to(PIDFD, -ENOENT), -ENOENT, "it has ended");
	CHECK_INT(signal_to(PIDFD, -EACCES), -ESRCH, "where it is is hidden");
	CHECK(by_pidfd == 0 && by_number == 0, "no signal then");
	return end();
}
