package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.util.Map;

/** Amazon RDS: instances, their rows, replication to replicas, and promotion. */
public final class Rds implements Service {

  public Rds(World world) {}

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  /**
   * Opens a session as a client in a VPC would.
   *
   * @throws DatabaseRefused when the name is unknown, nothing lets the packet through, the database
   *     is not up, or the credentials are wrong; the message says which
   */
  public RdsConnection connect(
      NetworkSource from, String host, int port, String user, String password, String databaseName)
      throws DatabaseRefused {
    throw new DatabaseRefused("Unknown host " + host);
  }
}
