package io.pharos.config;

/**
 * What is deployed for drills alone.
 *
 * @param isolation whether each Region gets an experiment that cuts it off from the other one
 * @param isolationMinutes how long such an experiment lasts
 */
public record DrillSettings(boolean isolation, int isolationMinutes) {}
