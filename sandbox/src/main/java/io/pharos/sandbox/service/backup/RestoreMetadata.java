package io.pharos.sandbox.service.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a restore test of a DB instance says differently from what AWS Backup infers. Keys are not
 * case sensitive, and a list is a text that holds a JSON array.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html">Restore
 *     testing inferred metadata</a>
 */
final class RestoreMetadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Attributes of an instance by AWS Backup's keys, as far as they are simulated. */
  private static final Map<String, String> SIMULATED =
      Map.of(
          "dbinstanceclass", "instanceClass",
          "dbsubnetgroupname", "dbSubnetGroupName",
          "dbparametergroupname", "parameterGroupName",
          "vpcsecuritygroupids", "vpcSecurityGroupIds");

  private static final Set<String> OVERRIDABLE =
      Set.of(
          "allocatedstorage",
          "availabilityzones",
          "dbname",
          "domain",
          "domainiamrolename",
          "enablecloudwatchlogsexports",
          "enableiamdatabaseauthentication",
          "iops",
          "licensemodel",
          "multiaz",
          "optiongroupname",
          "port",
          "processorfeatures",
          "publiclyaccessible",
          "storagetype");

  private RestoreMetadata() {}

  /** Refuses what is no override of a DB instance. */
  static void check(Map<String, Object> overrides) {
    attributes(overrides);
  }

  /** The attributes that the restored instance is to have. */
  static Map<String, Object> attributes(Map<String, Object> overrides) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    overrides.forEach(
        (given, value) -> {
          String key = given.toLowerCase(Locale.ROOT);
          if (OVERRIDABLE.contains(key)) {
            throw new UnsupportedOperationException(
                "the sandbox does not simulate the restore metadata " + given);
          }
          if (!SIMULATED.containsKey(key)) {
            throw BackupRefusal.value("Invalid restore metadata override for RDS: " + given);
          }
          attributes.put(
              SIMULATED.get(key),
              key.equals("vpcsecuritygroupids") ? list(given, String.valueOf(value)) : value);
        });
    return attributes;
  }

  private static List<String> list(String key, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isArray()) {
        List<String> values = new ArrayList<>();
        node.forEach(value -> values.add(value.asText()));
        return values;
      }
    } catch (JsonProcessingException e) {
      // Refused below, as every text is that holds no array.
    }
    throw BackupRefusal.value("Invalid value for " + key + ": a JSON array is expected");
  }
}
