package io.pharos.sandbox.core;

import java.util.Map;

/**
 * What a service does with one type of resource. It refuses what AWS refuses, by throwing the AWS
 * SDK's exception of that service with AWS's error code.
 */
public interface Behavior {

  /**
   * Creates it: checks the wanted attributes (defaults are already applied) against the account,
   * sets the provider's id and every computed attribute. Nothing may be changed before all checks
   * have passed.
   */
  void create(Resource resource);

  /**
   * Changes it in place. The attributes are the wanted ones already.
   *
   * @param before the attributes as they were
   */
  default void update(Resource resource, Map<String, Object> before) {}

  /**
   * The same, for the provider, which knows the resource from its state: that may be older than
   * what is real.
   *
   * @param state the attributes as the provider's state has them
   */
  default void update(Resource resource, Map<String, Object> before, Map<String, Object> state) {
    update(resource, before);
  }

  /** Lets it go, or refuses because something depends on it. */
  default void delete(Resource resource) {}

  /**
   * Brings attributes that follow from the service's running state up to date, before they are
   * read.
   */
  default void read(Resource resource) {}

  /**
   * Starts what runs on its own (schedules, alarms, instances). Called after create, and when a
   * world is restored.
   */
  default void start(Resource resource) {}
}
