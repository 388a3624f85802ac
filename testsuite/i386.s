# SPDX-License-Identifier: 0BSD
# A 32-bit program for netns-attach to move, without libc: writes "ready", sleeps 0.15 s twenty times and
# writes "fine" if every sleep was whole and a register was kept.
	.globl	_start
_start:
	mov	$4, %eax
	mov	$1, %ebx
	mov	$text, %ecx
	mov	$6, %edx
	int	$0x80
	mov	$20, %esi
	mov	$0x1234, %ebp
again:
	mov	$162, %eax
	mov	$time, %ebx
	xor	%ecx, %ecx
	int	$0x80
	test	%eax, %eax
	jnz	bad
	mov	$3000000, %ecx
spin:	cmp	$0x1234, %ebp
	jne	bad
	dec	%ecx
	jnz	spin
	dec	%esi
	jnz	again
	mov	$4, %eax
	mov	$1, %ebx
	mov	$fine, %ecx
	mov	$5, %edx
	int	$0x80
	xor	%ebx, %ebx
bad:	mov	$1, %eax
	int	$0x80
text:	.ascii	"ready\n"
fine:	.ascii	"fine\n"
	.align	4
time:	.long	0, 150000000
