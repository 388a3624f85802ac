// SPDX-License-Identifier: 0BSD
/* address.c: IPv4 and IPv6 addresses; RFC 4291. inet_pton(3) would need errno, which is not set up
 * here. */
#include "base/base.h"

static bool parse_ipv4(const char *text, unsigned char *bytes)
{
	for (unsigned i = 0; i < IPV4_SIZE; i++) {
		unsigned value = 0;
		const char *begin = text;

		while (*text >= '0' && *text <= '9' && value <= 255)
			value = value * 10 + *text++ - '0';
		if (text == begin || value > 255 || (*begin == '0' && text > begin + 1) ||
		    *text++ != (i < 3 ? '.' : '\0'))
			return false;		/* 010 could be 8 */
		*bytes++ = value;
	}
	return true;
}

static unsigned hex_digit(char c)
{
	unsigned digit = c - '0';

	if (digit > 9) {
		digit = (c | 0x20) - 'a';
		digit = digit < 6 ? digit + 10 : 16;
	}
	return digit;
}

/* One or more hexadecimal digits, MAX at most; NULL if there are none. */
static const char *parse_hex(const char *text, unsigned max, unsigned *value)
{
	const char *begin = text;

	*value = 0;
	while (text < begin + max && hex_digit(*text) < 16)
		*value = *value << 4 | hex_digit(*text++);
	return text == begin ? NULL : text;
}

/* SIZE bytes were read, the first GAP of them before "::": moves the others to the end and fills
 * the gap with zeros. A GAP beyond IPV6_SIZE: there was no "::". */
static bool fill_gap(unsigned char *bytes, unsigned gap, unsigned size)
{
	if (gap > IPV6_SIZE)
		return size == IPV6_SIZE;
	if (size == IPV6_SIZE)
		return false;
	memmove(bytes + IPV6_SIZE - (size - gap), bytes + gap, size - gap);
	memset(bytes + gap, 0, IPV6_SIZE - size);
	return true;
}

static bool parse_ipv6(const char *text, unsigned char *bytes)
{
	unsigned gap = IPV6_SIZE + 1, size = 0, value;

	if (*text == ':' && *++text != ':')
		return false;
	for (;;) {
		if (*text == ':' && gap > IPV6_SIZE) {
			gap = size;
			if (!*++text)
				break;
		}
		if (size <= IPV6_SIZE - IPV4_SIZE && parse_ipv4(text, bytes + size)) {
			size += IPV4_SIZE;
			break;
		}
		text = parse_hex(text, 4, &value);
		if (!text || size == IPV6_SIZE)
			return false;
		bytes[size++] = value >> 8;
		bytes[size++] = value;
		if (!*text)
			break;
		if (*text++ != ':' || !*text)
			return false;
	}
	return fill_gap(bytes, gap, size);
}

unsigned address_parse(const char *text, unsigned char bytes[IPV6_SIZE])
{
	if (parse_ipv4(text, bytes))
		return IPV4_SIZE;
	return parse_ipv6(text, bytes) ? IPV6_SIZE : 0;
}

bool ethernet_parse(const char *text, unsigned char bytes[ETHERNET_SIZE])
{
	for (unsigned i = 0, value; i < ETHERNET_SIZE; i++) {
		text = parse_hex(text, 2, &value);
		if (!text || *text++ != (i < ETHERNET_SIZE - 1 ? ':' : '\0'))
			return false;
		*bytes++ = value;
	}
	return true;
}
