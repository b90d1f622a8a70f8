package io.pharos.sandbox.service.s3;

import java.time.Instant;

/** The current version of an object in a bucket, and how far its replication is. */
public final class StoredObject {

  /**
   * As {@code x-amz-replication-status} says it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html">Getting
   *     replication status information</a>
   */
  public enum Status {
    /** No rule was about it when it was written. */
    NONE,
    PENDING,
    COMPLETED,
    FAILED,
    /** It came from another bucket. */
    REPLICA
  }

  private final String key;
  private final Instant written;
  private final boolean deleted;
  private Status status;

  StoredObject(String key, Instant written, boolean deleted, Status status) {
    this.key = key;
    this.written = written;
    this.deleted = deleted;
    this.status = status;
  }

  public String key() {
    return key;
  }

  /** When it was written, here or where it came from. */
  public Instant written() {
    return written;
  }

  /** Whether it is a delete marker. */
  public boolean deleted() {
    return deleted;
  }

  public Status status() {
    return status;
  }

  void status(Status status) {
    this.status = status;
  }
}
