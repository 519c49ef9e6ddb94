// What toybox expects of a Linux system beyond our headers; included before each of its files. None of it is reached.
#ifndef USERLAND_TOYBOX_H
#define USERLAND_TOYBOX_H

// Extended attributes: the kernel has none and answers ENOTSUP.
#define ENODATA 1061
// Sockets.
#define SO_REUSEADDR 2
#define SO_BROADCAST 6
// The size of a block device, asked with a number made of a type.
#define _IOR(group, number, type) ((int)(0x80000000u | sizeof(type) << 16 | (group) << 8 | (number)))

#endif
