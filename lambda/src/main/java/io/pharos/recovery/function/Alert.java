package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.services.sns.SnsClient;

/** Tells people, through the topic of this Region: what happened and what to do next. */
record Alert(Aws aws, Environment environment) {
  /** SNS takes no longer subject. */
  private static final int SUBJECT_CHARACTERS = 100;

  void send(String subject, String message) {
    String full = "[" + environment.names().prefix() + "] " + subject;
    aws.client(SnsClient.class, environment.region())
        .publish(
            publish ->
                publish
                    .topicArn(environment.get(Variable.PHAROS_ALERT_TOPIC))
                    .subject(full.substring(0, Math.min(full.length(), SUBJECT_CHARACTERS)))
                    .message(message));
  }
}
