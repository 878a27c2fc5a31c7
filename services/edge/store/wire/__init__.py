"""How rows look on the wire: functions of rows that were read before."""
