// SPDX-License-Identifier: 0BSD
/*
 * sequence: a process that is always inside a restartable sequence, rseq(2), and goes nowhere in
 * it. Only when the kernel, or who moves it, aborts the sequence does it begin another one, or end
 * after SIGTERM. Prints "ready", then "ok"; or "none" where there are no such sequences.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SIGNATURE = 0x53053053 };

static struct {
	uint32_t cpu_start, cpu;
	uint64_t sequence;
	uint32_t flags, more[3];
} area __attribute__((aligned(32)));

static volatile sig_atomic_t ended;

static void on_term(int signal)
{
	(void)signal;
	ended = 1;
}

/* Returns when it was aborted. */
static void begin_sequence(void)
{
#if defined __x86_64__
	__asm__ goto(
		".pushsection .data.sequence, \"aw\"\n.balign 32\n"
		"3: .long 0, 0\n.quad 1f, 2f - 1f, 4f\n.popsection\n"
		"lea 3b(%%rip), %%rax\nmov %%rax, %0\n"
		"1: pause\njmp 1b\n2:\n"
		".pushsection .text.abort, \"ax\"\n"
		".byte 0x0f, 0xb9, 0x3d\n.long 0x53053053\n4: jmp %l[aborted]\n.popsection\n"
		: : "m"(area.sequence) : "rax", "memory", "cc" : aborted);
aborted:
	return;
#endif
}

int main(void)
{
	struct sigaction term = { .sa_handler = on_term };

#if !defined __x86_64__
	return puts("none"), 1;
#endif
	if (syscall(SYS_rseq, &area, sizeof area, 0, SIGNATURE))
		return puts("none"), 1;
	sigaction(SIGTERM, &term, 0);
	puts("ready");
	fflush(stdout);
	while (!ended)
		begin_sequence();
	puts("ok");
	return 0;
}
