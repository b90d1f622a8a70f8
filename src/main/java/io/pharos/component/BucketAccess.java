package io.pharos.component;

import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;

/** What the application may do with its Region's data bucket, on whatever it runs. */
final class BucketAccess {
  private BucketAccess() {}

  /** Adds it; the bucket's key is allowed by whoever names all that the key is for. */
  static void addTo(PolicyDocument policy, Site site, String account) {
    String bucket = "arn:aws:s3:::" + ObjectStore.dataBucket(site, account);
    policy
        .add(Statement.allow("ListBucket").actions("s3:ListBucket").resources(bucket))
        .add(
            Statement.allow("UseObjects")
                .actions("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                .resources(bucket + "/*"));
  }
}
