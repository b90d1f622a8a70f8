package io.pharos.sandbox.service.autoscaling;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.Map;

/**
 * What Auto Scaling acts as. An account has it from its first group on, and keeps it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html">
 *     Service-linked roles for Amazon EC2 Auto Scaling</a>
 */
final class ServiceLinkedRole {
  private static final String ROLE = "aws:iam/role:Role";
  private static final String NAME = "AWSServiceRoleForAutoScaling";
  private static final String PATH = "/aws-service-role/autoscaling.amazonaws.com/";

  private ServiceLinkedRole() {}

  static String arn(Account account) {
    return "arn:aws:iam::" + account.id() + ":role" + PATH + NAME;
  }

  /** Makes it unless it is there. */
  static void ensure(Account account) {
    if (account.find(ROLE, Account.GLOBAL, NAME).isPresent()) {
      return;
    }
    Resource role =
        new Resource(
            ROLE,
            Account.GLOBAL,
            NAME,
            Map.of(
                "name",
                NAME,
                "path",
                PATH,
                "arn",
                arn(account),
                "maxSessionDuration",
                3600,
                "assumeRolePolicy",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"autoscaling.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
    role.id(NAME);
    account.add(role);
  }
}
