package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * AWS Certificate Manager. A certificate that is asked for waits for its validation; the account
 * has issued ones from before.
 */
public final class Acm implements Service {
  public static final String CERTIFICATE = "aws:acm/certificate:Certificate";

  private final World world;

  public Acm(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(
        CERTIFICATE,
        new Behavior() {
          @Override
          public void create(Resource certificate) {
            request(certificate);
          }

          @Override
          public void delete(Resource certificate) {
            checkUnused(certificate);
          }
        });
  }

  private void request(Resource certificate) {
    String domain = certificate.string("domainName");
    if (!domain.matches("(\\*\\.)?([a-zA-Z0-9-]{1,63}\\.)+[a-zA-Z]{2,63}")) {
      throw refusal("ValidationException", "Value '" + domain + "' at 'domainName' is invalid");
    }
    describe(certificate, world.account().id(), "PENDING_VALIDATION");
  }

  /** Sets id and computed attributes. */
  public static void describe(Resource certificate, String account, String status) {
    String uuid = UniqueId.of(account, certificate.region(), certificate.name());
    String arn = "arn:aws:acm:" + certificate.region() + ":" + account + ":certificate/" + uuid;
    certificate.id(arn);
    certificate.set("arn", arn);
    certificate.set("status", status);
    certificate.set("type", "AMAZON_ISSUED");
    certificate.attributes().putIfAbsent("keyAlgorithm", "RSA_2048");
    certificate.attributes().putIfAbsent("validationMethod", "DNS");
    certificate
        .attributes()
        .putIfAbsent("subjectAlternativeNames", List.of(certificate.string("domainName")));
    String token = Ids.hex("_", 32, arn);
    certificate.set(
        "domainValidationOptions",
        List.of(
            Map.of(
                "domainName",
                certificate.string("domainName"),
                "resourceRecordName",
                token + "." + certificate.string("domainName") + ".",
                "resourceRecordType",
                "CNAME",
                "resourceRecordValue",
                token + ".acm-validations.aws.")));
  }

  private void checkUnused(Resource certificate) {
    boolean used =
        world
            .account()
            .first(
                "aws:lb/listener:Listener",
                certificate.region(),
                listener -> listener.string("certificateArn").equals(certificate.id()))
            .isPresent();
    if (used) {
      throw refusal(
          "ResourceInUseException",
          "Certificate " + certificate.id() + " is in use by a load balancer.");
    }
  }

  private static AwsServiceException refusal(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Acm", 400, code, message);
  }
}
