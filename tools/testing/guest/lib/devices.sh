# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks of NVMe, SCSI, e1000e and the balloon, see Documentation/rig-reference.rst

# whole DISK MIB: check that the disk has the content of the image, rotated by that many MiB. There
# are eight readers at a time. Each reads one MiB of the disk, in blocks of another size, and
# bypasses the page cache.
whole()
{
	part=0
	readers=
	for bs in 512 4096 16384 65536 131072 262144 524288 1048576; do
		dd if="/dev/$1" of="/tmp/$1.$(((part + $2) % 8))" bs=$bs iflag=direct \
			skip=$((part * 1048576 / bs)) count=$((1048576 / bs)) 2>"/tmp/err.$part" &
		readers="$readers $!"
		part=$((part + 1))
	done
	# shellcheck disable=SC2086
	wait $readers
	got=$(cat "/tmp/$1".? | sha256sum)
	rm -f "/tmp/$1".?
	[ "$(cat /etc/disk.sha256)" = "$got" ] && return
	echo "$1 does not have the content of the image: ${got%% *} $(grep -hv records /tmp/err.?)"
	return 1
}

nvme_read()
{
	driver nvme && wait_for -b /dev/nvme0n1 && whole nvme0n1 1
}

# scsi_read DRIVER MIB: the disk of the controller that has this driver
scsi_read()
{
	[ -d /sys/bus/scsi/drivers/sd ] || modprobe sd_mod || return
	driver "$1" || return
	while set -- "$1" "$2" "/sys/bus/"*"/drivers/$1/"*/host*/target*/*/block/*; [ ! -e "$3" ]; do
		sleep 0.1
	done
	wait_for -b "/dev/${3##*/}" && whole "${3##*/}" "$2"
}

megasas_read()
{
	scsi_read megaraid_sas 3
}

lsi_read()
{
	scsi_read sym53c8xx 4
}

virtio_scsi_read()
{
	scsi_read virtio_scsi 2
}

e1000e_up()
{
	driver e1000e || return
	while set -- /sys/bus/pci/drivers/e1000e/*/net/*; [ ! -e "$1" ]; do
		sleep 0.1
	done
	ifconfig "${1##*/}" 10.0.3.15 netmask 255.255.255.0 up
	until grep -q 1 "$1/carrier"; do
		sleep 0.1
	done
}

e1000e_ping()
{
	e1000e_up && ping -c 3 -i 0.2 -w 5 -s 1400 10.0.3.2
}

# Ping does not check the data of an answer. Therefore also fetch the image of disk 1.
e1000e_fetch()
{
	e1000e_up && tftp -g -b 1428 -r disk1.img -l /tmp/fetched 10.0.3.2 || return
	got=$({ tail -c 1048576 /tmp/fetched; head -c 7340032 /tmp/fetched; } | sha256sum)
	rm -f /tmp/fetched
	[ "$(cat /etc/disk.sha256)" = "$got" ] && return
	echo "the file does not have the content of the image: ${got%% *}"
	return 1
}

# refused DRIVER: probe must fail. The driver needs coherent memory below 4 GiB, and the addresses
# of shared memory in a realm are above. The monitor's SMMU reports DMA to any other address.
refused()
{
	driver "$1" || return
	set -- "$1" "/sys/bus/pci/drivers/$1/0000:"*
	[ -e "$2" ] || return 0
	echo "$1 has a device: ${2##*/}"
	return 1
}

megasas_is_refused()
{
	refused megaraid_sas
}

lsi_is_refused()
{
	refused sym53c8xx
}

# try_narrow PCI DRIVER NAME: check NAME_read or NAME_is_refused, if there is the PCI device
try_narrow()
{
	if ! grep -q "$1" /sys/bus/pci/devices/*/device; then
		skip "$3_read" "no such device"
		skip "$3_is_refused" "no such device"
	elif dmesg | grep -q 'RME: Using RSI version'; then
		skip "$3_read" "shared memory is above 4 GiB"
		try "$2" "$3_is_refused"
	else
		try "$2" "$3_read" 20
		skip "$3_is_refused" "shared memory is not above 4 GiB"
	fi
}

# The driver of the balloon declines VIRTIO_F_ACCESS_PLATFORM and does not use the DMA API. It would
# give the device addresses of private memory, so probe must fail.
balloon_is_refused()
{
	grep -q 0x0005 /sys/bus/virtio/devices/*/device || { echo "there is no balloon"; return 1; }
	driver virtio_balloon || return
	set -- /sys/bus/virtio/drivers/virtio_balloon/virtio*
	[ -e "$1" ] || return 0
	echo "the driver has a device: ${1##*/}"
	return 1
}
