package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.rds.BackupSnapshots;
import io.pharos.sandbox.service.rds.DatabaseFleet;
import io.pharos.sandbox.service.rds.Reachability;
import io.pharos.sandbox.service.rds.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsClient;

/** Amazon RDS: instances, their rows, replication to replicas, and promotion. */
public final class Rds implements Service {
  private final DatabaseFleet fleet;

  public Rds(World world) {
    this(world, (from, to, port) -> world.service(Ec2.class).blocked(from, to, port));
  }

  Rds(World world, Reachability network) {
    this.fleet = new DatabaseFleet(world, network);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return fleet.behaviors();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return fleet.clients();
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
    return fleet.front().connect(from, host, port, user, password, databaseName);
  }

  /** What AWS Backup does with instances. */
  public BackupSnapshots backupSnapshots() {
    return fleet.backupSnapshots();
  }

  /** How many instances there are in a Region. */
  int instances(String region) {
    return fleet.instances(region);
  }

  /**
   * Every row that a database has, in the order in which they were committed: what only an
   * all-seeing observer can read, whatever is broken. Empty when there is no such instance.
   */
  public List<Row> rows(String region, String identifier) {
    return fleet.rows(region, identifier);
  }

  /** The same of what a former writer of Aurora had before Aurora made it anew. */
  public List<Row> rowsBefore(String region, String identifier) {
    return fleet.rowsBefore(region, identifier);
  }

  /**
   * When the move was asked for that made a cluster of Aurora the writer, or is to make it so; one
   * that was cancelled does not count.
   */
  public Optional<Instant> moveAsked(String region, String identifier) {
    return fleet.moveAsked(region, identifier);
  }
}
