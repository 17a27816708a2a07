"""The main job at the terminal: cases, tasks, messages, the clock and what is taken over from before."""
