# SPDX-License-Identifier: GPL-2.0-only
#
# The plots of Documentation/bench.rst. "report" sets "numbers" and
# "plots": the directories to read and to write. Equal numbers give equal files.

set terminal svg size 720,400 noenhanced font "sans,12" background "white"
set style data linespoints
set key outside right top samplen 3 width -4
set grid
set logscale y
set ylabel "instructions"
set yrange [100:*]

set linetype 1 linecolor rgb "#0072b2" linewidth 1 dashtype 2 pointtype 4
set linetype 2 linecolor rgb "#0072b2" linewidth 2 dashtype 1 pointtype 5
set linetype 3 linecolor rgb "#d55e00" linewidth 1 dashtype 2 pointtype 6
set linetype 4 linecolor rgb "#d55e00" linewidth 2 dashtype 1 pointtype 7
set linetype 5 linecolor rgb "#009e73" linewidth 1 dashtype 2 pointtype 8
set linetype 6 linecolor rgb "#009e73" linewidth 2 dashtype 1 pointtype 9

set output plots . "/bench-fill.svg"
set title "Map and unmap, without the copy: one pool"
set xlabel "slots in use, percent"
set xrange [0:100]
plot numbers . "/fill" using 1:2 title "64 bytes, base", "" using 1:3 title "64 bytes, patched", \
	"" using 1:4 title "4 KiB, base", "" using 1:5 title "4 KiB, patched", \
	"" using 1:6 title "64 KiB, base", "" using 1:7 title "64 KiB, patched"

set output plots . "/bench-size.svg"
set title "Map and unmap, without the copy: one pool"
set xlabel "size of the buffer, KiB"
set logscale x 2
set xrange [0.05:320]
set xtics ("1/16" 0.0625, "1/2" 0.5, "2" 2, "4" 4, "16" 16, "64" 64, "252" 252)
plot numbers . "/size" using ($1 / 1024):2 title "0 % in use, base", \
	"" using ($1 / 1024):3 title "0 % in use, patched", \
	"" using ($1 / 1024):4 title "90 % in use, base", \
	"" using ($1 / 1024):5 title "90 % in use, patched", \
	"" using ($1 / 1024):6 title "99 % in use, base", \
	"" using ($1 / 1024):7 title "99 % in use, patched"

set output plots . "/bench-pools.svg"
set title "Map and unmap of 4 KiB, without the copy"
set xlabel "pools"
set xrange [0.9:18]
set xtics (1, 4, 16)
plot numbers . "/pools" using 1:2 title "0 % in use, base", "" using 1:3 title "0 % in use, patched", \
	"" using 1:4 title "50 % in use, base", "" using 1:5 title "50 % in use, patched", \
	"" using 1:6 title "99 % in use, base", "" using 1:7 title "99 % in use, patched"
set output
