package io.pharos.recovery.pack;

import io.pharos.recovery.contract.Variable;
import java.util.List;
import java.util.Map;

/** What a packaged function is called with, when {@link CannedAws} answers: one for all of them. */
final class CannedCall {
  static final String EVENT =
      """
      {"operation": "failover-1", "started": "2026-01-01T00:00:00Z", "acceptDataLoss": true,
       "acceptedBy": "the test", "token": "a task",
       "part": {"name": "switch", "machine": "failover"},
       "detail": {"restoreJobId": "job-1"},
       "endpoint": "awsbackup-restore-test-1.c1.eu-central-1.rds.amazonaws.com:3306",
       "username": "u", "password": "p", "tables": ["orders"],
       "marker": {"writable": true, "newest": "2026-01-01T00:10:00Z"}}
      """;

  private CannedCall() {}

  /** The application's names lead to the same canned answers. */
  static List<String> javaOptions(CannedAws aws) {
    return List.of(
        "-Dhttp.proxyHost=127.0.0.1",
        "-Dhttp.proxyPort=" + aws.port(),
        "-Dhttp.nonProxyHosts=127.0.0.1");
  }

  /** Makes it the environment of a function, and nothing else. */
  static void fill(Map<String, String> environment, CannedAws aws) {
    environment.clear();
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.port());
    for (Variable variable : Variable.values()) {
      environment.put(variable.name(), "1");
    }
    environment.put(Variable.PHAROS_POSITION.name(), "secondary");
    environment.put(Variable.PHAROS_PEER_REGION.name(), "eu-west-1");
    environment.put(Variable.PHAROS_SCHEME.name(), "http");
    environment.put(Variable.PHAROS_DOMAIN.name(), "shop.example.com");
    environment.put(Variable.PHAROS_CAPACITY.name(), "observed");
    environment.put(Variable.PHAROS_DATABASE_ENGINE.name(), "mysql");
    environment.put(Variable.PHAROS_DATABASE_NAME.name(), "shop");
    environment.put(Variable.PHAROS_EVENT_SOURCES.name(), "functions=;rules=");
    environment.put(Variable.PHAROS_USERS_RULE.name(), "none");
    environment.put(Variable.PHAROS_PEER_USERS_RULE.name(), "none");
    environment.put(Variable.PHAROS_RESTORE_TEST.name(), "none");
    environment.put(Variable.PHAROS_REGISTRY_IMAGES.name(), "none");
  }
}
