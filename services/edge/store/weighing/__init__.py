"""From what scales show to what somebody has taken: functions of their arguments alone.

No clock, no database, no settings: times, planogram and who was inside come in, changes come out.
Weights are whole grams, times are aware.
"""
