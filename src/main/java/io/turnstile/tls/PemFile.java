package io.turnstile.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM file of certificates or of a private key.
 *
 * @param setting that names the file, for people
 */
record PemFile(String setting, Path path) {

    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    /** Reads the file. */
    byte[] bytes() {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES) {
                throw new TlsFileException(setting, "there is no file of certificates or keys at " + path, null);
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new TlsFileException(setting, path + " cannot be read: may Turnstile?", e);
        }
    }

    /** Returns the certificates in their order; there is at least one. */
    List<X509Certificate> certificates(byte[] bytes) {
        List<String> found = blocks(bytes, CERTIFICATE);
        if (found.isEmpty()) {
            throw new TlsFileException(setting, path + " holds no certificate in PEM (BEGIN CERTIFICATE)", null);
        }
        return found.stream().map(this::certificate).toList();
    }

    private X509Certificate certificate(String block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getMimeDecoder().decode(block)));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new TlsFileException(setting, path + " holds a certificate that cannot be read", e);
        }
    }

    /** Returns the private key, which must not be encrypted. */
    PrivateKey key(byte[] bytes, String algorithm) {
        List<String> found = blocks(bytes, KEY);
        if (found.isEmpty()) {
            throw new TlsFileException(
                    setting,
                    path + " holds no key in PEM (BEGIN PRIVATE KEY): convert it with openssl pkcs8 -topk8 -nocrypt",
                    null);
        }
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.get(0))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsFileException(setting, path + " holds a key that does not fit the certificate", e);
        }
    }

    private static List<String> blocks(byte[] bytes, String kind) {
        Matcher blocks = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return blocks.results()
                .filter(block -> block.group(1).equals(kind))
                .map(block -> block.group(2))
                .toList();
    }
}
