/* SPDX-License-Identifier: 0BSD */
/* tracer.h: what the files of this folder share; nothing outside includes it */
#ifndef TRACER_H
#define TRACER_H

#include "attach/attach.h"
#include "attach/abi.h"

/* attach.c: all threads of a process, or none */

enum thread_state {
	THREAD_ENDED,
	THREAD_THERE,		/* in the wanted namespace; or there is a problem */
	THREAD_OURS,		/* elsewhere, and traced by us */
	THREAD_ELSEWHERE,	/* and can be traced by us */
};

struct process {
	const char *problem;	/* why it is not moved, or NULL */
	int error;		/* its -errno, or 0 */
	unsigned wanted, old;	/* inode numbers of namespaces; old is 0: it is there */
	enum thread_state state;	/* of the thread that was looked at last, and */
	unsigned options;	/* how to trace it */
	pid_t thread;		/* the one that was to join last, or 0 */
};

/* thread.c: what /proc tells of the threads of one process */

int threads_enter(pid_t pid);		/* into their directory, which all of this wants to be in */
/* The path of a FILE like "/status" of one, until the next call; opens it. */
const char *thread_path(pid_t tid, const char *file);
int thread_open(pid_t tid, const char *file, int mode);
/* The inode number of its network namespace; 0: it has ended. */
enum { NETNS_HIDDEN = 1 };		/* we may not look */
unsigned thread_netns(pid_t tid);
void process_not_read(struct process *process, int error);	/* a problem, unless it has ended */
enum thread_state thread_look(struct process *process, pid_t tid);

/* stops.c: threads that we trace */

enum { STOP_SYSCALL = 0x85, STOP_EVENT = 0x100 };	/* else: the number of a signal */

void trace_begin(void);		/* from now on no signal ends us, but SIGKILL */
/* Waits until it stops, with an interrupt after each tick. -ESRCH: it has ended, or is not traced;
 * -ETIMEDOUT: it has not stopped for PATIENCE ticks, two seconds. */
enum { PATIENCE = 20 };
int trace_wait_for(pid_t tid);
int trace(int request, pid_t tid, long data);	/* ptrace(2) */
/* Has it stop where it handles signals, after SIGNAL was delivered; 0: none, TRACE_RUNS: it is not
 * stopped now. Returns STOP_EVENT or more, or as trace_wait_for(). */
enum { TRACE_RUNS = -1 };
int trace_park(pid_t tid, int signal);

/* memory.c: the memory of a process that we trace */

/* From now on it is that of this one, whose register set has SIZE bytes. Returns where a system
 * call instruction is; 0: nowhere. */
unsigned long memory_open(pid_t tid, int size);
/* CALL is SYS_preadv or SYS_pwritev. Returns how many bytes there were, or -errno. */
int memory_access(int call, unsigned long address, void *bytes, unsigned size);

/* inject.c: system calls that a stopped thread makes for us */

/* Has a thread join the network namespace that we are in. It stays stopped. -ENOEXEC: it has no
 * system call instruction that we know. */
int inject_join(pid_t tid);

#endif
