using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text;

namespace Signpost.AuditLog.Tests;

/// <summary>COSE_Sign1 by the platform's own library, of whatever payload: what the product's signer would refuse to sign.</summary>
internal static class TestCose
{
    public static byte[] Sign(string keyId, byte[] payload, ECDsa key)
    {
        var headers = new CoseHeaderMap
        {
            [CoseHeaderLabel.ContentType] = CoseHeaderValue.FromString("application/vnd.signpost.unit-record+protobuf"),
            [CoseHeaderLabel.KeyIdentifier] = CoseHeaderValue.FromBytes(Encoding.ASCII.GetBytes(keyId)),
        };
        return CoseSign1Message.SignEmbedded(payload, new CoseSigner(key, HashAlgorithmName.SHA256, headers));
    }
}
