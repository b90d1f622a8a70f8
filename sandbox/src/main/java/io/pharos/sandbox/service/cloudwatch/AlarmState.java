package io.pharos.sandbox.service.cloudwatch;

/** The states of an alarm. */
public enum AlarmState {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
