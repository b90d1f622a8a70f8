package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.NetworkSource;
import java.util.Optional;

/** Whether packets get from one place in a VPC to another. */
@FunctionalInterface
public interface Reachability {
  /** Empty when a packet gets through, else what stops it. */
  Optional<String> blocked(NetworkSource from, NetworkSource to, int port);
}
