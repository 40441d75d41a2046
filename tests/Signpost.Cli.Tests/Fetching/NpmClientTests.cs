using Signpost.Cli.Fetching;

namespace Signpost.Cli.Tests.Fetching;

public sealed class NpmClientTests
{
    [Theory]
    [InlineData("npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED\nnpm error FetchError: request failed\n", "code ECONNREFUSED: errno ECONNREFUSED")]
    [InlineData("npm ERR! code ENOTFOUND\nnpm ERR! network reason\n", "code ENOTFOUND: network reason")]
    [InlineData("", "no reason given")]
    public void Reason_OfAFailure_IsNpmsOwnInOneLine(string error, string expected) => Assert.Equal(expected, NpmClient.Reason(error));
}
