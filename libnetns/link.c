// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netns.h"

#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

bool link_name_is_valid(const char *device)
{
	return *device && strlen(device) < IFNAMSIZ && !strpbrk(device, "/: \t\n\v\f\r") &&
	       strcmp(device, ".") != 0 && strcmp(device, "..") != 0;
}

/* Any socket will do for netdevice(7) ioctls; one of AF_UNIX is there on every kernel. */
static int open_socket(struct ifreq *request, const char *device)
{
	int fd;

	if (strlen(device) >= IFNAMSIZ)
		return -ENODEV;
	strcpy(request->ifr_name, device);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

int link_up(const char *device)
{
	struct ifreq request;
	int fd = open_socket(&request, device), error;

	if (fd < 0)
		return fd;
	error = ioctl(fd, SIOCGIFFLAGS, &request) == 0 ? 0 : -errno;
	request.ifr_flags |= IFF_UP;
	if (error == 0 && ioctl(fd, SIOCSIFFLAGS, &request) != 0)
		error = -errno;
	close(fd);
	return error;
}

int link_index(const char *device)
{
	struct ifreq request;
	int fd = open_socket(&request, device), result;

	if (fd < 0)
		return fd;
	result = ioctl(fd, SIOCGIFINDEX, &request) == 0 ? request.ifr_ifindex : -errno;
	close(fd);
	return result;
}
