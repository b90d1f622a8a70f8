package io.pharos.config;

/**
 * What is deployed for drills alone.
 *
 * @param isolation whether each Region gets an experiment that cuts it off from the other one
 * @param isolationMinutes how long such an experiment lasts
 * @param rehearsal whether each Region gets the name, the rule and the target group under which a
 *     rehearsal's test user reaches what runs on a copy of the database; they cost nothing while
 *     none is played
 */
public record DrillSettings(boolean isolation, int isolationMinutes, boolean rehearsal) {}
