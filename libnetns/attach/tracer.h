/* SPDX-License-Identifier: 0BSD */
/* tracer.h: what the files of this folder share; nothing outside includes it
 *
 * A tracee is a thread that we trace. It is stopped, or it runs. Its registers are its own, or
 * those of a system call that it makes for us.
 */
#ifndef TRACER_H
#define TRACER_H

#include "attach/attach.h"
#include "attach/abi.h"

union registers {		/* NT_PRSTATUS; as wide as in the code that the thread runs */
	uint64_t wide[64];
	uint32_t narrow[128];
};

struct memory {			/* of the process; all its threads share it */
	char *text;			/* MEMORY_SIZE bytes for files of /proc */
	int fd;				/* /proc/PID/mem; negative before it is opened */
	unsigned long instruction;	/* the address of a system call instruction */
	const struct abi *abi;		/* that INSTRUCTION is for; NULL at first */
};

struct tracee {			/* one thread after the other */
	pid_t tid;
	bool is_filtered;		/* a thread of the process has a seccomp filter */
	unsigned deadline;		/* for all waits, as trace_deadline() returns it */
	const struct abi *abi;		/* of the code that it runs */
	union registers own, call;	/* its registers; those of our system call */
	struct memory memory;
};

struct process {
	const char *problem;		/* why it is not moved, or NULL */
	int error;			/* the -errno of PROBLEM, or 0 */
	unsigned new_inode;		/* of the namespace to enter */
	unsigned old_inode;		/* of the one to leave; 0 if no thread has to */
	int old_netns;			/* its descriptor */
	bool is_elsewhere;		/* a thread was seen that is not where it is to be */
	pid_t moved;			/* the thread that was moved last, or 0 */
	int sockets;			/* that it has open, or -errno */
	struct tracee tracee;
};

#define ANOTHER_PID_NAMESPACE "is in another PID namespace"
#define MAY_NOT_BE_TRACED "may not be traced (kernel.yama.ptrace_scope, seccomp?)"

/* thread.c: what /proc shows of the threads of one process */

enum thread_state {
	THREAD_ENDED,
	THREAD_REFUSED,		/* the process has a problem */
	THREAD_THERE,		/* in the namespace to enter; what follows is elsewhere */
	THREAD_TRACED,		/* by us */
	THREAD_UNTRACED,
};

int threads_enter(pid_t pid);		/* chdir(2) to their directory; the others work there */
bool threads_are_of_process(pid_t pid);	/* enters it; false: PID is a thread, or none */
enum { TRIES = 10, PAUSE = 5 };		/* to look again; milliseconds between */
/* The path of a FILE like "/status" of a thread, valid until the next call; opens it. */
const char *thread_path(pid_t tid, const char *file);
int thread_open(pid_t tid, const char *file, int flags);
/* The inode number of its network namespace. -ESRCH: it has ended. */
int thread_netns(pid_t tid, unsigned *inode);
bool thread_is_in(pid_t tid, unsigned netns);
bool thread_has_ended(pid_t tid);
/* Sets the problem and its error, unless there is a problem. */
void process_fail(struct process *process, int error, const char *problem);
/* Sets a problem if a file of /proc could not be read, unless the thread has ended. */
void process_not_read(struct process *process, int error);
/* Looks at a thread and sets a problem if the process cannot be moved because of it. */
enum thread_state thread_look(struct process *process, pid_t tid);
int thread_count_sockets(pid_t tid);	/* that it has open; or -errno */
/* The number that TEXT begins with, 0 if there is none. */
uint64_t number_at(const char *text, unsigned base);

/* ptrace.c: stop and continue */

/* What tracee_wait() returns: the number of a signal, or one of these. */
enum { STOP_SYSCALL = 0x85, STOP_EVENT = 0x100 };

/* From now on no signal but SIGKILL ends us. Starts the clock by which waits end. */
int trace_begin(void);
enum {
	TICKS_PER_SECOND = 10,
	STOP_TIME = 2 * TICKS_PER_SECOND,	/* for a thread that has its own registers */
	CALL_TIME = 60 * TICKS_PER_SECOND,	/* it is lost if we leave it with ours */
};
unsigned trace_deadline(unsigned ticks);	/* in so many ticks of the clock */
bool trace_is_over(unsigned deadline);
int trace(int request, pid_t tid, long data);	/* ptrace(2) */

int trace_seize(pid_t tid);

/* Waits for the next stop. Returns it; -ESRCH: the thread has ended, or is not traced by us;
 * -ETIMEDOUT: it has not stopped before its deadline. */
int tracee_wait(struct tracee *tracee);
/* Makes it stop in the kernel's signal handling. Returns STOP_EVENT or more, or -errno as
 * tracee_wait(). */
int tracee_stop(struct tracee *tracee);
/* The same for one that is stopped at STOP: if that is a signal, it is delivered first. */
int tracee_park(struct tracee *tracee, int stop);

/* memory.c */

/* CALL is SYS_preadv or SYS_pwritev. Returns how many bytes there were, or -errno. -EIO: nothing is
 * mapped there. -EPIPE: the child that accesses it was killed, and may have done so or not. */
int memory_access(const struct memory *memory, int call, unsigned long address, void *bytes,
		  unsigned size);
/* SYS_preadv; 0 bytes if nothing is mapped there. */
int memory_read(const struct memory *memory, unsigned long address, void *bytes, unsigned size);
/* Finds, in the vdso, a system call instruction that this tracee can use. -ENOEXEC: there is none;
 * another -errno: the process could not be read. */
int tracee_find_instruction(struct tracee *tracee);

/* registers.c */

unsigned long get_register(const struct tracee *tracee, const union registers *set, unsigned role);
void set_register(const struct tracee *tracee, union registers *set, unsigned role,
		  unsigned long value);
/* PTRACE_O_SUSPEND_SECCOMP, if it has a filter. */
int tracee_suspend_filter(const struct tracee *tracee, bool suspend);
/* Reads its registers into OWN, and finds its ABI. -ENOEXEC: it is not in the table;
 * -ENODATA: this kernel does not show them. */
int tracee_read_own(struct tracee *tracee);
/* Writes the registers of our call: from now on no seccomp filter is applied. */
int tracee_write_call(struct tracee *tracee);
/* Gives it its own registers back, and its filter. */
int tracee_restore(struct tracee *tracee);
long tracee_call_result(struct tracee *tracee);

/* inject.c */

/* Makes a stopped tracee enter the network namespace that we are in, and stop again. */
int tracee_enter_netns(struct tracee *tracee);
/* Lets it run until a system call begins: STOP_SYSCALL, or a stop that came first, or -errno. */
int tracee_run_to_call(struct tracee *tracee);
/* Lets it make the call and stop after it: STOP_SYSCALL; or as tracee_run_to_call(). */
int tracee_run_call(struct tracee *tracee);
/* A signal, or another stop, came before our call: lets the tracee handle it with its own
 * registers, and reads them again. -EOPNOTSUPP: the signal is SIGSYS, for our call. */
int tracee_handle_stop(struct tracee *tracee, int stop);

/* restart.c: an interrupted system call */

/* Prepares OWN so that the call can be restarted. Returns 0 or more, or -errno. *WAIT_ADDRESS: for
 * restart_wait(). */
int restart_prepare(struct tracee *tracee, unsigned long *wait_address);
/* To be called when its own registers are back: lets a wait continue for the time that was left. */
void restart_wait(struct tracee *tracee, unsigned long wait_address);
/* Is its next instruction a system call? 1, 0, or -errno. */
int is_at_call(struct tracee *tracee);

#endif
