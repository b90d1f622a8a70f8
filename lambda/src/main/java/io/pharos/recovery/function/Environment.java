package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the deployment tells a function. A variable that is missing is an error which names it. */
record Environment(Aws aws) {

  String get(Variable variable) {
    return required(variable.name());
  }

  /** Empty where the deployment has no such thing. */
  Optional<String> optional(Variable variable) {
    return Optional.of(get(variable)).filter(value -> !value.equals(Variable.NONE));
  }

  int number(Variable variable) {
    String value = get(variable);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new Failed(
          ErrorCode.VARIABLE_INVALID, variable + " is '" + value + "', not a whole number", e);
    }
  }

  /** The parts of a comma-separated value. */
  List<String> list(Variable variable) {
    return Arrays.stream(get(variable).split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** The application's event sources. */
  EventSourceNames eventSources() {
    try {
      return EventSourceNames.of(get(Variable.PHAROS_EVENT_SOURCES));
    } catch (IllegalArgumentException e) {
      throw new Failed(ErrorCode.VARIABLE_INVALID, "PHAROS_EVENT_SOURCES: " + e.getMessage(), e);
    }
  }

  /** Whether the standby has backups and no database. */
  boolean restores() {
    return StandbyWord.restores(get(Variable.PHAROS_STANDBY));
  }

  /** Whether these backups are the copies in the Region's vault. */
  boolean restoresCopies() {
    return get(Variable.PHAROS_STANDBY).equals(StandbyWord.COPIES);
  }

  /** Whether the database is a cluster of an Aurora Global Database. */
  boolean aurora() {
    return get(Variable.PHAROS_DATABASE_ENGINE).startsWith("aurora-");
  }

  String peerRegion() {
    return get(Variable.PHAROS_PEER_REGION);
  }

  /** The Region in which this function runs; Lambda says it. */
  String region() {
    return required("AWS_REGION");
  }

  Names names() {
    return new Names(get(Variable.PHAROS_APP), get(Variable.PHAROS_ENVIRONMENT));
  }

  Position position() {
    try {
      return Position.of(get(Variable.PHAROS_POSITION));
    } catch (IllegalArgumentException e) {
      throw new Failed(ErrorCode.VARIABLE_INVALID, "PHAROS_POSITION: " + e.getMessage(), e);
    }
  }

  /** A URL of the endpoint that stays with one Region. */
  String url(Position position, String path) {
    return get(Variable.PHAROS_SCHEME)
        + "://"
        + Names.regionalEndpoint(position, get(Variable.PHAROS_DOMAIN))
        + path;
  }

  /** A URL as the users know it. */
  String usersUrl(String path) {
    return get(Variable.PHAROS_SCHEME) + "://" + get(Variable.PHAROS_DOMAIN) + path;
  }

  private String required(String name) {
    String value = aws.variable(name);
    if (value == null || value.isBlank()) {
      throw new Failed(
          ErrorCode.VARIABLE_INVALID,
          name + " is not set: the function was deployed without it; run `pulumi up`");
    }
    return value;
  }
}
