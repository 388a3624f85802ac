# SPDX-License-Identifier: 0BSD
# A 32-bit program for netns-attach, without libc, with a second thread that runs 64-bit code. Writes
# "ready". That thread checks its registers, and after some seconds of that it writes "fine".
	.code32
	.globl	_start
_start:
	mov	$120, %eax		# clone: VM FS FILES SIGHAND THREAD SYSVSEM
	mov	$0x50f00, %ebx
	mov	$stack_end, %ecx
	xor	%edx, %edx
	xor	%esi, %esi
	xor	%edi, %edi
	int	$0x80
	test	%eax, %eax
	jz	far_jump
	mov	$4, %eax
	mov	$1, %ebx
	mov	$ready, %ecx
	mov	$6, %edx
	int	$0x80
wait:	mov	$29, %eax		# pause
	int	$0x80
	jmp	wait
far_jump:
	.byte	0xea			# to the 64-bit code segment
	.long	wide
	.word	0x33
	.code64
wide:	movabs	$0x1122334455667788, %rbx
	mov	%rbx, %rbp
	mov	%rbx, %r8
	mov	%rbx, %r11
	mov	%rbx, %r15
	mov	$1500000000, %r14
again:	cmp	%rbx, %rbp
	jne	bad
	cmp	%rbx, %r8
	jne	bad
	cmp	%rbx, %r11
	jne	bad
	cmp	%rbx, %r15
	jne	bad
	dec	%r14
	jnz	again
	mov	$1, %eax
	mov	$1, %edi
	mov	$fine, %esi
	mov	$5, %edx
	syscall
	xor	%edi, %edi
bad:	mov	$231, %eax		# exit_group
	syscall
	.data
ready:	.ascii	"ready\n"
fine:	.ascii	"fine\n"
	.bss
	.space	4096
stack_end:
	.space	16
