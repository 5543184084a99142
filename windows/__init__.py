"""Builds the program for Windows on Debian: a folder, its zip and a setup (`make windows`)."""
