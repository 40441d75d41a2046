using Microsoft.AspNetCore.Builder;

namespace Signpost.ControlPlane.Console.Hosting;

/// <summary>
/// Scripts run only with the response's nonce or when such a script loads them. Style sheets come from this server alone; MudBlazor places popovers and widths by
/// style attributes, so those are allowed. Pictures may be blob: because a photograph is shown from the disk of the person who uploads it, and data: because MudBlazor draws its marks so.
/// </summary>
internal static class ContentSecurity
{
    public static HeaderPolicyCollection Headers() => new HeaderPolicyCollection()
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicyNoReferrer()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
        .RemoveServerHeader()
        .AddPermissionsPolicy(policy =>
        {
            policy.AddCamera().None();
            policy.AddMicrophone().None();
            policy.AddGeolocation().None();
        })
        .AddContentSecurityPolicy(policy =>
        {
            policy.AddDefaultSrc().None();
            policy.AddScriptSrc().WithNonce().StrictDynamic();
            policy.AddStyleSrc().Self();
            policy.AddStyleSrcAttr().UnsafeInline();
            policy.AddImgSrc().Self().Data().Blob();
            policy.AddFontSrc().Self();
            policy.AddConnectSrc().Self();
            policy.AddMediaSrc().Self();
            policy.AddManifestSrc().Self();
            policy.AddFormAction().Self();
            policy.AddFrameAncestors().None();
            policy.AddBaseUri().Self();
            policy.AddObjectSrc().None();
        });
}
