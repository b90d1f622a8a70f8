package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.service.app.Endpoint;
import java.util.Optional;

/** Something in a VPC that requests can be sent to: an instance, or a task with its interface. */
public interface Host {
  NetworkSource place();

  /** The Availability Zone that it is in. */
  String zone();

  /** Why it answers nobody, or empty while it runs. */
  Optional<String> down();

  /** The process that listens on a port. */
  Optional<Endpoint> endpoint(int port);

  /** What has happened on it so far, for whoever finds nothing listening. */
  String story();
}
